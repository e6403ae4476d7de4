using System.Buffers.Binary;
using System.Net;

namespace NsmPS.Sandbox.Nsm.Wires;

/// <summary>What differs between addresses of IPv4 and IPv6.</summary>
internal static class IpVersion
{
    private const int Bits4 = 32;
    private const int Bits6 = 128;
    private const int BitsOfByte = 8;

    public static bool Is6(string address) => address.Contains(':');

    public static int BitsOf(string address) => Is6(address) ? Bits6 : Bits4;

    /// <summary>The number that an address is, and how many bits it has.</summary>
    public static (UInt128 Number, int Bits) NumberOf(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        var wide = new byte[Bits6 / BitsOfByte];
        bytes.CopyTo(wide, wide.Length - bytes.Length);
        return (BinaryPrimitives.ReadUInt128BigEndian(wide), bytes.Length * BitsOfByte);
    }

    /// <summary>The address that a number is.</summary>
    public static string AddressOf(UInt128 number, int bits)
    {
        var wide = new byte[Bits6 / BitsOfByte];
        BinaryPrimitives.WriteUInt128BigEndian(wide, number);
        return new IPAddress(wide.AsSpan(wide.Length - (bits / BitsOfByte))).ToString();
    }
}
