using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using NsmPS.Kubernetes.Spdy;
using NsmPS.Sandbox.Spdy;

namespace NsmPS.Sandbox.Tests.Forward;

/// <summary>The client's side of a port-forward or a command as kubectl makes it: SPDY in a WebSocket, or alone.</summary>
internal sealed class SpdyClient : IAsyncDisposable
{
    private readonly TcpClient _tcp = new();
    private readonly HeaderBlocks _headers = new();
    private Stream _stream = Stream.Null;

    /// <summary>The lines of the server's answer to the request.</summary>
    public string[] Answer { get; private set; } = [];

    /// <summary>Asks for a connection; the answer may be a refusal.</summary>
    public static async Task<SpdyClient> ConnectAsync(SandboxServer server, string path, bool tunnel,
        string protocol = "portforward.k8s.io")
    {
        var client = new SpdyClient();
        await client._tcp.ConnectAsync(server.Address.Host, server.Address.Port, SandboxServer.Token);
        var secure = new SslStream(client._tcp.GetStream(), leaveInnerStreamOpen: false, server.Trust());
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = server.Address.Host },
            SandboxServer.Token);
        var upgrade = tunnel
            ? "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                + $"Sec-WebSocket-Protocol: SPDY/3.1+{protocol}\r\n"
            : $"Upgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: {protocol}\r\nContent-Length: 0\r\n";
        await secure.WriteAsync(Encoding.ASCII.GetBytes(
            $"{(tunnel ? "GET" : "POST")} {path} HTTP/1.1\r\nHost: {server.Address.Authority}\r\n"
            + $"Authorization: Bearer {server.BearerToken}\r\nConnection: Upgrade\r\n{upgrade}\r\n"), SandboxServer.Token);
        client.Answer = await ReadAnswerAsync(secure);
        client._stream = tunnel && client.Answer[0].Contains("101", StringComparison.Ordinal)
            ? WebSocketStream.Create(WebSocket.CreateFromStream(secure, new WebSocketCreationOptions()), WebSocketMessageType.Binary)
            : secure;
        return client;
    }

    /// <summary>Opens the two streams of a connection to a port.</summary>
    /// <param name="first">The number of the stream for errors; that for data is the next odd one.</param>
    /// <param name="request">The request's number.</param>
    /// <param name="port">The port of the pod.</param>
    public async Task OpenAsync(int first, int request, int port)
    {
        await OpenAsync(first, ("streamtype", "error"), ("port", $"{port}"), ("requestid", $"{request}"));
        await SendAsync(first, [], isLast: true);
        await OpenAsync(first + 2, ("streamtype", "data"), ("port", $"{port}"), ("requestid", $"{request}"));
    }

    public Task OpenAsync(int stream, params (string Name, string Value)[] headers) =>
        SendAsync(new SpdyFrame(SpdyFrameType.SynStream, 0, IsLast: false,
            (byte[])[.. Number(stream), .. Number(0), 0, 0, .. _headers.Next(headers)]));

    public Task SendAsync(int stream, byte[] data, bool isLast = false) =>
        SendAsync(new SpdyFrame(SpdyFrameType.Data, stream, isLast, data));

    public async Task SendAsync(SpdyFrame frame) => await _stream.WriteAsync(frame.ToBytes(), SandboxServer.Token);

    public Task<SpdyFrame?> ReadAsync() => SpdyFrame.ReadAsync(_stream, SandboxServer.Token);

    /// <summary>Reads until some streams have ended.</summary>
    /// <returns>The text of each.</returns>
    public async Task<IReadOnlyDictionary<int, string>> ReadToEndAsync(params int[] streams)
    {
        var texts = streams.ToDictionary(stream => stream, _ => "");
        var open = streams.ToHashSet();
        while (open.Count > 0 && await ReadAsync() is { } frame)
        {
            if (frame.Type == SpdyFrameType.Data)
            {
                texts[frame.Stream] += Encoding.UTF8.GetString(frame.Content.Span);
                _ = frame.IsLast && open.Remove(frame.Stream);
            }
        }

        Assert.Empty(open);
        return texts;
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _tcp.Dispose();
    }

    private static async Task<string[]> ReadAnswerAsync(Stream stream)
    {
        var answer = new StringBuilder();
        var letter = new byte[1];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(letter, SandboxServer.Token);
            answer.Append((char)letter[0]);
        }

        return answer.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static byte[] Number(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
