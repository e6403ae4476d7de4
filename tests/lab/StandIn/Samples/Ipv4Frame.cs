using System.Buffers.Binary;

namespace NsmPS.Lab.Samples;

/// <summary>Where the parts of an Ethernet frame with IPv4 in it are.</summary>
internal readonly record struct Ipv4Frame(int Protocol, int AddressesAt, int PayloadAt, int PayloadLength)
{
    public const int Icmp = 1;
    public const int Tcp = 6;

    private const int EthernetHeader = 14;
    private const int EtherType = 0x0800;
    private const int SmallestHeader = 20;

    public static bool TryRead(ReadOnlySpan<byte> frame, out Ipv4Frame packet)
    {
        packet = default;
        if (frame.Length < EthernetHeader + SmallestHeader || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != EtherType)
        {
            return false;
        }

        var header = frame[EthernetHeader..];
        var length = (header[0] & 0xf) * 4;
        int total = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        if (length < SmallestHeader || total < length || EthernetHeader + total > frame.Length)
        {
            return false;
        }

        packet = new Ipv4Frame(header[9], EthernetHeader + 12, EthernetHeader + length, total - length);
        return true;
    }
}
