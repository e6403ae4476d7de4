using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NsmPS.Core.Tests.Server;

/// <summary>The server's end of a connection by SPDY/3.1. It is strict: what the specification does not allow fails the test.</summary>
internal sealed class SpdyServer(Stream stream)
{
    private const string ProtocolHeader = "X-Stream-Protocol-Version";

    // Ends a deflate stream.
    private static readonly byte[] s_end = [1, 0, 0, 0xff, 0xff];

    private readonly List<byte> _headers = [];
    private int _headersSeen;
    private uint _last;

    /// <summary>The streams by their kind.</summary>
    public Dictionary<string, uint> Streams { get; } = [];

    /// <summary>The headers of the streams.</summary>
    public Dictionary<string, Dictionary<string, string>> Headers { get; } = [];

    /// <summary>The pings that came back.</summary>
    public List<uint> Pongs { get; } = [];

    /// <summary>Upgrades a request, and serves it until the function ends or the client is gone.</summary>
    public static async Task ServeAsync(HttpContext context, Func<SpdyServer, Task> serve)
    {
        Assert.Equal(("POST", "Upgrade"), (context.Request.Method, context.Request.Headers.Connection.ToString()));
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = "SPDY/3.1";
        context.Response.Headers[ProtocolHeader] = context.Request.Headers[ProtocolHeader];
        await using var stream = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        await serve(new SpdyServer(stream));
    }

    /// <summary>Runs a command without input that prints <c>hello</c>.</summary>
    public static async Task GreetAsync(SpdyServer server)
    {
        await server.TakeAsync(3);
        await server.SendAsync("stdout", "hello");
        await server.SendAsync("error", """{"status":"Success"}""");
        await server.CloseAsync();
    }

    /// <summary>Takes streams, and then replies to all.</summary>
    public async Task TakeAsync(int count)
    {
        await ReadStreamsAsync(count);
        foreach (var id in Streams.Values)
        {
            // The headers of a reply are compressed in a way of their own, and say nothing.
            await ControlAsync(2, [.. Number(id), 0x78, 0xbb, 0xe3, 0xc6, 0xa7, 0xc2, 0x62, 0x60, 0x60, 0x60, 0, 0, 0, 0xff, 0xff]);
        }
    }

    public async Task ReadStreamsAsync(int count)
    {
        while (Streams.Count < count)
        {
            Assert.Null(await ReadFrameAsync());
        }
    }

    public Task SendAsync(string kind, string text, bool last = false) => SendAsync(kind, Encoding.UTF8.GetBytes(text), last);

    public async Task SendAsync(string kind, byte[] data, bool last = false) =>
        await RawAsync([.. Number(Streams[kind]), .. Number((uint)((last ? 1 << 24 : 0) | data.Length)), .. data]);

    public Task ResetAsync(string kind) => ControlAsync(3, [.. Number(Streams[kind]), .. Number(5)]);

    public Task PingAsync(uint number) => ControlAsync(6, Number(number));

    public Task GoAwayAsync(uint last) => ControlAsync(7, [.. Number(last), .. Number(0)]);

    /// <summary>Ends as the servers of Kubernetes do: they reset every stream, then say that they go.</summary>
    public async Task CloseAsync()
    {
        foreach (var kind in Streams.Keys)
        {
            await ResetAsync(kind);
        }

        await GoAwayAsync(_last);
    }

    public async Task RawAsync(byte[] bytes)
    {
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
    }

    public Task ControlAsync(ushort type, byte[] content) =>
        RawAsync([0x80, 3, (byte)(type >> 8), (byte)type, .. Number((uint)content.Length), .. content]);

    /// <summary>The data of the next frame that has some, and its stream; null when a stream was opened or a ping came back.</summary>
    /// <exception cref="EndOfStreamException">The client is gone.</exception>
    public async Task<(uint Stream, byte[] Data)?> ReadFrameAsync()
    {
        var head = new byte[8];
        await stream.ReadExactlyAsync(head);
        var content = new byte[BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4)) & 0xff_ffff];
        await stream.ReadExactlyAsync(content);
        Assert.Equal(0, head[4]);
        if ((head[0] & 0x80) == 0)
        {
            return (BinaryPrimitives.ReadUInt32BigEndian(head), content);
        }

        Assert.Equal([0x80, 3, 0], head[..3]);
        if (head[3] == 6)
        {
            Pongs.Add(BinaryPrimitives.ReadUInt32BigEndian(content));
            return null;
        }

        Assert.Equal(1, head[3]);
        var id = BinaryPrimitives.ReadUInt32BigEndian(content);
        Assert.True(id % 2 == 1 && id > _last, $"stream {id} after {_last}");
        Assert.Equal(new byte[6], content[4..10]);
        _last = id;
        var headers = Inflate(content[10..]);
        Streams.Add(headers["streamtype"], id);
        Headers.Add(headers["streamtype"], headers);
        return null;
    }

    /// <summary>Adds a block to the connection's one stream of headers, and reads what it adds.</summary>
    private Dictionary<string, string> Inflate(byte[] block)
    {
        if (_headers.Count == 0)
        {
            // A zlib stream with SPDY/3's dictionary.
            Assert.Equal([0x78, 0xbb, 0xe3, 0xc6, 0xa7, 0xc2], block[..6]);
            block = block[6..];
        }

        Assert.Equal([0, 0, 0xff, 0xff], block[^4..]);
        _headers.AddRange(block);
        using var inflated = new MemoryStream();
        using (var deflate = new DeflateStream(new MemoryStream([.. _headers, .. s_end]), CompressionMode.Decompress))
        {
            deflate.CopyTo(inflated);
        }

        var rest = inflated.ToArray().AsSpan(_headersSeen);
        _headersSeen = (int)inflated.Length;
        var headers = new Dictionary<string, string>();
        for (var left = Take(ref rest); left > 0; left--)
        {
            var name = Text(ref rest);
            Assert.Equal(name.ToLowerInvariant(), name);
            headers.Add(name, Text(ref rest));
        }

        Assert.Equal(0, rest.Length);
        return headers;
    }

    private static string Text(ref Span<byte> rest)
    {
        var length = Take(ref rest);
        var text = Encoding.ASCII.GetString(rest[..length]);
        rest = rest[length..];
        return text;
    }

    private static int Take(ref Span<byte> rest)
    {
        var number = BinaryPrimitives.ReadInt32BigEndian(rest);
        rest = rest[4..];
        return number;
    }

    private static byte[] Number(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
