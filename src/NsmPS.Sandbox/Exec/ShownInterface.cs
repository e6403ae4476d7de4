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

    /// <summary>What <c>ip addr</c> says of it.</summary>
    /// <param name="link">The interface that has it.</param>
    public string Describe(string link) =>
        IsLinkLocal ? $"inet6 {this} scope link"
        : Is6 ? $"inet6 {this} scope global flags 02"
        : IsSingle ? $"inet {this} scope global {link}"
        : $"inet {this} brd {AddressMath.Last(Address, Length)} scope global {link}";

    public override string ToString() => $"{Address}/{Length}";
}

internal sealed record ShownInterface(int Index, string Label, string Flags, int Mtu, string Mac, IReadOnlyList<ShownAddress> Addresses)
{
    public string Name => Label.Split('@')[0];
}
