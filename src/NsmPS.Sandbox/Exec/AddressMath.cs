using System.Globalization;
using System.Net;
using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Exec;

/// <summary>Addresses that follow from others.</summary>
internal static class AddressMath
{
    // The rules of EUI-64: a bit of the first byte is turned, and these stand in the middle.
    private const int LocalBit = 2;
    private const string Middle = "ff:fe";

    /// <summary>The first address of the network that an address is in.</summary>
    public static string Base(string address, int length) => Change(address, length, (number, mask) => number & mask);

    /// <summary>The last one.</summary>
    public static string Last(string address, int length) => Change(address, length, (number, mask) => number | ~mask);

    /// <summary>The usual one of its router: the first host.</summary>
    public static string Gateway(string address, int length) => Change(address, length, (number, mask) => (number & mask) | 1);

    /// <summary>The link-local address of IPv6 that an interface gives itself.</summary>
    public static string LinkLocal(string mac)
    {
        var parts = $"{mac[..8]}:{Middle}:{mac[9..]}".Split(':')
            .Select(part => byte.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
        parts[0] ^= LocalBit;
        return new IPAddress([0xfe, 0x80, 0, 0, 0, 0, 0, 0, .. parts]).ToString();
    }

    private static string Change(string address, int length, Func<UInt128, UInt128, UInt128> change)
    {
        var (number, bits) = IpVersion.NumberOf(IPAddress.Parse(address));
        return IpVersion.AddressOf(change(number, UInt128.MaxValue << (bits - length)), bits);
    }
}
