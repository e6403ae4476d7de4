using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;

namespace NsmPS.Kubernetes.Connection;

/// <summary>Headers that stand several times in a request. .NET writes all values of a header in one line, which API servers read as one
/// value. It asks in which encoding a header's value is to be written, though, and this one writes a mark as the beginning of the next
/// line. In HTTP/2 a value is not text, so such requests are sent by HTTP/1.1.</summary>
internal sealed class RepeatedHeaders : Encoding
{
    // It is outside of ASCII, and values are checked to be in it.
    private const char Mark = '\ue000';

    private readonly string _next;

    private RepeatedHeaders(string name) => _next = $"\r\n{name}: ";

    /// <summary>Whether some header has several values.</summary>
    public static bool Any(ImmutableArray<KeyValuePair<string, string>> headers) =>
        headers.DistinctBy(header => header.Key, StringComparer.OrdinalIgnoreCase).Count() < headers.Length;

    /// <summary>Lets a handler write them.</summary>
    public static void SetUp(SocketsHttpHandler handler, ImmutableArray<KeyValuePair<string, string>> headers)
    {
        if (Any(headers))
        {
            handler.RequestHeaderEncodingSelector = (name, _) =>
                headers.Any(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) ? new RepeatedHeaders(name) : null;
        }
    }

    /// <summary>Adds them to the headers of every request.</summary>
    public static void Add(HttpRequestHeaders to, ImmutableArray<KeyValuePair<string, string>> headers)
    {
        foreach (var values in headers.GroupBy(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase))
        {
            to.TryAddWithoutValidation(values.Key, string.Join(Mark, values));
        }
    }

    public override int GetByteCount(char[] chars, int index, int count) => Write(chars, index, count).Length;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        ASCII.GetBytes(Write(chars, charIndex, charCount), bytes.AsSpan(byteIndex));

    public override int GetMaxByteCount(int charCount) => charCount * _next.Length;

    public override int GetCharCount(byte[] bytes, int index, int count) => throw new NotSupportedException();

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        throw new NotSupportedException();

    public override int GetMaxCharCount(int byteCount) => throw new NotSupportedException();

    private string Write(char[] chars, int index, int count) =>
        new string(chars, index, count).Replace(Mark.ToString(), _next, StringComparison.Ordinal);
}
