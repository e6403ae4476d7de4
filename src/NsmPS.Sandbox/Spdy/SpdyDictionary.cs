using System.Buffers.Binary;
using System.Text;

namespace NsmPS.Sandbox.Spdy;

/// <summary>The words that both sides of SPDY/3 know before the first header is sent.</summary>
internal static class SpdyDictionary
{
    /// <summary>The Adler-32 of the dictionary, by which a compressed stream names it.</summary>
    public const uint Id = 0xE3C6A7C2;

    // Each word has its length before it.
    private static readonly string[] s_words =
    [
        "options", "head", "post", "put", "delete", "trace", "accept", "accept-charset", "accept-encoding", "accept-language",
        "accept-ranges", "age", "allow", "authorization", "cache-control", "connection", "content-base", "content-encoding",
        "content-language", "content-length", "content-location", "content-md5", "content-range", "content-type", "date", "etag", "expect",
        "expires", "from", "host", "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "last-modified",
        "location", "max-forwards", "pragma", "proxy-authenticate", "proxy-authorization", "range", "referer", "retry-after", "server",
        "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "vary", "via", "warning", "www-authenticate", "method", "get",
        "status", "200 OK", "version", "HTTP/1.1", "url", "public", "set-cookie", "keep-alive", "origin",
    ];

    private const string Text =
        "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505"
        + "203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found"
        + "500 Internal Server Error501 Not Implemented503 Service Unavailable"
        + "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT"
        + "chunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,"
        + "publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

    public static byte[] Bytes() => [.. s_words.SelectMany(Counted), .. Encoding.ASCII.GetBytes(Text)];

    private static byte[] Counted(string word)
    {
        var bytes = new byte[sizeof(uint) + word.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, word.Length);
        Encoding.ASCII.GetBytes(word, bytes.AsSpan(sizeof(uint)));
        return bytes;
    }
}
