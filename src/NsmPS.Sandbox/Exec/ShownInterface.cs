using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Exec;

/// <summary>An address with the length of its network.</summary>
internal sealed record ShownAddress(string Address, int Length)
{
    /// <summary>The prefix length of addresses that are good for one link.</summary>
    public const int LinkLength = 64;

    public bool Is6 => IpVersion.Is6(Address);

    public bool IsLinkLocal { get; init; }

    public string Network => $"{AddressMath.Base(Address, Length)}/{Length}";

    /// <summary>Whether it is in no network.</summary>
    public bool IsSingle => Length == IpVersion.BitsOf(Address);

    public override string ToString() => $"{Address}/{Length}";
}

internal sealed record ShownInterface(int Index, string Label, string Flags, int Mtu, string Mac, IReadOnlyList<ShownAddress> Addresses)
{
    public string Name => Label.Split('@')[0];
}
