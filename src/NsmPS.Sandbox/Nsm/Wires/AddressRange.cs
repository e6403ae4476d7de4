using System.Net;

namespace NsmPS.Sandbox.Nsm.Wires;

/// <summary>The blocks of one prefix.</summary>
internal sealed record AddressRange(UInt128 First, int Bits, long Count, bool IsPairs)
{
    private const int NetworkBits = 2;
    private const int PairBits = 1;

    /// <summary>More than any sandbox needs; a prefix of IPv6 has more blocks than can be counted.</summary>
    private const int LargestExponent = 40;

    /// <summary>Reads a prefix; what is none has no blocks.</summary>
    public static AddressRange Of(string prefix, bool pairs)
    {
        if (!IPNetwork.TryParse(prefix, out var network))
        {
            return new AddressRange(0, 0, 0, pairs);
        }

        var (first, bits) = IpVersion.NumberOf(network.BaseAddress);
        var free = bits - network.PrefixLength - (pairs ? PairBits : NetworkBits);
        return new AddressRange(first, bits, free < 0 ? 0 : 1L << Math.Min(free, LargestExponent), pairs);
    }

    public AddressPair Block(long number) => IsPairs
        ? new AddressPair(Host(number, 1), Host(number, 0))
        : new AddressPair(Host(number, 1), Host(number, 2));

    private string Host(long block, uint host) =>
        IpVersion.AddressOf(First + ((UInt128)block << (IsPairs ? PairBits : NetworkBits)) + host, Bits);
}
