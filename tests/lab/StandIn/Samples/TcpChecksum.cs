using System.Buffers.Binary;

namespace NsmPS.Lab.Samples;

/// <summary>Completes the checksum of TCP in IPv4: the kernel leaves it to the hardware on
/// links that never leave it, and a relay is no hardware.</summary>
internal static class TcpChecksum
{
    private const int ChecksumAt = 16;

    public static void Complete(Span<byte> frame)
    {
        if (!Ipv4Frame.TryRead(frame, out var packet) || packet.Protocol != Ipv4Frame.Tcp || packet.PayloadLength < ChecksumAt + 2)
        {
            return;
        }

        var segment = frame.Slice(packet.PayloadAt, packet.PayloadLength);
        segment.Slice(ChecksumAt, 2).Clear();
        var sum = Sum(frame.Slice(packet.AddressesAt, 8)) + Ipv4Frame.Tcp + (uint)packet.PayloadLength + Sum(segment);
        while (sum > ushort.MaxValue)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        BinaryPrimitives.WriteUInt16BigEndian(segment[ChecksumAt..], (ushort)~sum);
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (var index = 0; index + 1 < bytes.Length; index += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[index..]);
        }

        return bytes.Length % 2 == 0 ? sum : sum + (uint)(bytes[^1] << 8);
    }
}
