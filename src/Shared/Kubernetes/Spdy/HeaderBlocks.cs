using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace NsmPS.Kubernetes.Spdy;

/// <summary>Writes the headers of a connection's streams. SPDY wants them in one zlib stream for the whole connection. They are few and
/// short, so ours holds them as they are.</summary>
internal sealed class HeaderBlocks
{
    private bool _begun;

    /// <summary>How a zlib stream begins whose reader has a dictionary, and the check sum of SPDY/3's (Adler-32).</summary>
    private static ReadOnlySpan<byte> Start => [0x78, 0xbb, 0xe3, 0xc6, 0xa7, 0xc2];

    /// <summary>The block of the next stream. Their order is the order in which they have to be sent.</summary>
    public byte[] Next(IReadOnlyList<(string Name, string Value)> headers)
    {
        var text = new ArrayBufferWriter<byte>();
        Number(text, headers.Count);
        foreach ((var name, var value) in headers)
        {
            Text(text, name);
            Text(text, value);
        }

        var start = _begun ? [] : Start;
        _begun = true;
        return [.. start, .. StoredBlock.Of(text.WrittenSpan), .. StoredBlock.Of([])];
    }

    private static void Text(ArrayBufferWriter<byte> to, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        Number(to, bytes.Length);
        to.Write(bytes);
    }

    private static void Number(ArrayBufferWriter<byte> to, int number)
    {
        BinaryPrimitives.WriteInt32BigEndian(to.GetSpan(sizeof(int)), number);
        to.Advance(sizeof(int));
    }
}
