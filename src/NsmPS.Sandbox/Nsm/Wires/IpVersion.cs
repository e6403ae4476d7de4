namespace NsmPS.Sandbox.Nsm.Wires;

/// <summary>What differs between addresses of IPv4 and IPv6.</summary>
internal static class IpVersion
{
    private const int Bits4 = 32;
    private const int Bits6 = 128;

    public static bool Is6(string address) => address.Contains(':');

    public static int BitsOf(string address) => Is6(address) ? Bits6 : Bits4;
}
