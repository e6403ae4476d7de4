using System.Buffers.Binary;
using NsmPS.Kubernetes.Spdy;

namespace NsmPS.Sandbox.Spdy;

/// <summary>One frame.</summary>
/// <param name="Type">What it is for; types that have no name here mean nothing.</param>
/// <param name="Stream">For data: its stream.</param>
/// <param name="IsLast">Whether its sender sends nothing more on the stream.</param>
/// <param name="Content">What comes after the first eight bytes.</param>
internal sealed record SpdyFrame(SpdyFrameType Type, int Stream, bool IsLast, ReadOnlyMemory<byte> Content)
{
    private const int HeaderLength = 8;
    private const int LengthMask = 0xFFFFFF;
    private const ushort ControlVersion = 0x8003;
    private const byte LastFlag = 1;
    private const uint IdMask = 0x7FFFFFFF;

    /// <summary>The longest content that is taken.</summary>
    private const int Longest = 1024 * 1024;

    /// <summary>The stream that the content of a control frame begins with.</summary>
    /// <exception cref="SpdyException">The frame is too short.</exception>
    public int Subject => (int)(BinaryPrimitives.ReadUInt32BigEndian(After(0)) & IdMask);

    /// <summary>The content after its first bytes.</summary>
    /// <exception cref="SpdyException">The frame is too short.</exception>
    public ReadOnlySpan<byte> After(int bytes) => Content.Length >= bytes + sizeof(uint)
        ? Content.Span[bytes..]
        : throw new SpdyException($"a frame {Type} of {Content.Length} bytes is too short");

    /// <summary>Reads a frame; null at the end.</summary>
    /// <exception cref="SpdyException">It is no frame of SPDY/3.1.</exception>
    public static async Task<SpdyFrame?> ReadAsync(Stream input, CancellationToken token)
    {
        var header = new byte[HeaderLength];
        if (await input.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, token) < HeaderLength)
        {
            return null;
        }

        var first = BinaryPrimitives.ReadUInt32BigEndian(header);
        var rest = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(sizeof(uint)));
        var isControl = (first & ~IdMask) != 0;
        var length = (int)(rest & LengthMask);
        if ((isControl && first >> 16 != ControlVersion) || length > Longest)
        {
            throw new SpdyException("that is no frame of SPDY/3.1");
        }

        var content = new byte[length];
        await input.ReadExactlyAsync(content, token);
        var isLast = (rest >> 24 & LastFlag) != 0;
        return isControl
            ? new SpdyFrame((SpdyFrameType)(first & ushort.MaxValue), 0, isLast, content)
            : new SpdyFrame(SpdyFrameType.Data, (int)first, isLast, content);
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderLength + Content.Length];
        if (Type == SpdyFrameType.Data)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes, Stream);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, ControlVersion);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(sizeof(ushort)), (ushort)Type);
        }

        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(sizeof(uint)), Content.Length | (IsLast ? LastFlag << 24 : 0));
        Content.CopyTo(bytes.AsMemory(HeaderLength));
        return bytes;
    }
}
