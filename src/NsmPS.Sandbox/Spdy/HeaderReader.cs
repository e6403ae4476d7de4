using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using NsmPS.Kubernetes.Spdy;

namespace NsmPS.Sandbox.Spdy;

/// <summary>Reads the headers of one direction of a connection. They are one compressed stream, so they must be read in their
/// order.</summary>
internal sealed class HeaderReader : IDisposable
{
    private const int ZlibHeader = 6;
    private const int DeflateMethod = 8;
    private const int MostHeaders = 64;
    private const int LongestText = 16 * 1024;

    private readonly MemoryStream _input = new();
    private readonly DeflateStream _inflated;
    private bool _begun;

    public HeaderReader() => _inflated = new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true);

    /// <summary>Reads the headers of a frame.</summary>
    /// <exception cref="SpdyException">They are malformed.</exception>
    public IReadOnlyDictionary<string, string> Read(ReadOnlySpan<byte> compressed)
    {
        try
        {
            Feed(_begun ? compressed : Begin(compressed));
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            for (var left = Number(MostHeaders); left > 0; left--)
            {
                var name = Text();
                headers[name] = Text();
            }

            return headers;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new SpdyException($"headers cannot be read: {exception.Message}");
        }
    }

    public void Dispose()
    {
        _inflated.Dispose();
        _input.Dispose();
    }

    /// <summary>
    /// .NET's decoder takes no dictionary. It gets it as data: a stored block that holds the dictionary leaves it in the window, where
    /// everything that follows refers to it.
    /// </summary>
    /// <returns>What follows the stream's header.</returns>
    private ReadOnlySpan<byte> Begin(ReadOnlySpan<byte> compressed)
    {
        if (compressed.Length < ZlibHeader || (compressed[0] & 0xF) != DeflateMethod
            || BinaryPrimitives.ReadUInt32BigEndian(compressed[2..]) != SpdyDictionary.Id)
        {
            throw new SpdyException("headers are not compressed with the dictionary of SPDY/3");
        }

        var words = SpdyDictionary.Bytes();
        Feed([.. StoredBlock.Of(words)]);
        _inflated.ReadExactly(new byte[words.Length]);
        _begun = true;
        return compressed[ZlibHeader..];
    }

    // What was fed before has been read: every block of headers ends at a byte.
    private void Feed(ReadOnlySpan<byte> bytes)
    {
        _input.SetLength(0);
        _input.Write(bytes);
        _input.Position = 0;
    }

    private int Number(int most)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        _inflated.ReadExactly(bytes);
        var number = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return number <= most ? (int)number : throw new SpdyException($"{number} is too many in headers");
    }

    private string Text()
    {
        var bytes = new byte[Number(LongestText)];
        _inflated.ReadExactly(bytes);
        return Encoding.Latin1.GetString(bytes);
    }
}

/// <summary>The other side does not speak SPDY/3.1.</summary>
internal sealed class SpdyException(string message) : IOException(message);
