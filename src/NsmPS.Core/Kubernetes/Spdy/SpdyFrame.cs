using System.Buffers.Binary;

namespace NsmPS.Kubernetes.Spdy;

/// <summary>The head of a frame of SPDY/3.1.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Stream">The stream of data; 0 for others, which name it behind the head.</param>
/// <param name="IsLast">Whether nothing follows on the stream in this direction.</param>
/// <param name="Length">How many bytes follow the head.</param>
internal readonly record struct SpdyFrame(SpdyFrameType Type, uint Stream, bool IsLast, int Length)
{
    public const int HeadLength = 8;

    private const ushort ControlOfVersion3 = 0x8003;
    private const uint ControlBit = 0x8000_0000;
    private const uint LengthBits = 0xff_ffff;
    private const byte LastFlag = 1;

    /// <summary>Reads a head; null when it is not one of SPDY/3.1.</summary>
    public static SpdyFrame? Read(ReadOnlySpan<byte> head)
    {
        var first = BinaryPrimitives.ReadUInt32BigEndian(head);
        var last = (head[4] & LastFlag) != 0;
        var length = (int)(BinaryPrimitives.ReadUInt32BigEndian(head[4..]) & LengthBits);
        return (first & ControlBit) == 0 ? new SpdyFrame(SpdyFrameType.Data, first, last, length)
            : first >> 16 == ControlOfVersion3 ? new SpdyFrame((SpdyFrameType)(first & 0xffff), 0, last, length)
            : null;
    }

    /// <summary>The number that a frame names behind its head: mostly its stream.</summary>
    public static uint Number(ReadOnlySpan<byte> content) =>
        content.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32BigEndian(content);

    /// <summary>A part of a stream's data.</summary>
    public static byte[] Data(uint stream, ReadOnlySpan<byte> part) => Frame(stream, part);

    /// <summary>Opens a stream.</summary>
    public static byte[] SynStream(uint stream, ReadOnlySpan<byte> headers)
    {
        // No other stream belongs to it, and it has the highest priority.
        var content = new byte[10 + headers.Length];
        BinaryPrimitives.WriteUInt32BigEndian(content, stream);
        headers.CopyTo(content.AsSpan(10));
        return Control(SpdyFrameType.SynStream, content);
    }

    /// <summary>A frame of a kind.</summary>
    public static byte[] Control(SpdyFrameType type, ReadOnlySpan<byte> content) =>
        Frame(((uint)ControlOfVersion3 << 16) | (uint)type, content);

    private static byte[] Frame(uint first, ReadOnlySpan<byte> content)
    {
        var frame = new byte[HeadLength + content.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, first);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), content.Length);
        content.CopyTo(frame.AsSpan(HeadLength));
        return frame;
    }
}
