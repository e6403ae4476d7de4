using System.Net.WebSockets;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Kubernetes.Forward;

public sealed class PodForwardTests : IDisposable
{
    private static readonly byte[] s_portOnData = [0, 0x89, 0x13];
    private static readonly byte[] s_portOnErrors = [1, 0x89, 0x13];

    private readonly ApiServer _server = new();
    private readonly ClusterClient _client;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PodForwardTests()
    {
        _client = _server.CreateClient();
        _server.Put(Sample.Pod("p"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Connect_Data_PassesBothWaysWhateverItsSize()
    {
        byte[] sent = [.. Enumerable.Range(0, 100_000).Select(number => (byte)number)];
        string? port = null;
        Serve(async (name, socket) =>
        {
            port = name;
            await Send(socket, s_portOnData);
            await Send(socket, s_portOnErrors);
            await EchoAsync(socket, sent.Length);
        });

        await using var stream = await _client.ConnectToPodAsync("default", "p", 5001, Token);
        await stream.WriteAsync(sent, Token);
        var back = new byte[sent.Length];
        await stream.ReadExactlyAsync(back, Token);

        Assert.Equal("/api/v1/namespaces/default/pods/p/portforward?ports=5001", port);
        Assert.Equal(sent, back);
        Assert.Equal(0, await stream.ReadAsync(back, Token));
    }

    [Fact]
    public async Task Read_PortBytesInPieces_AreNeverData()
    {
        Serve(async (_, socket) =>
        {
            await Send(socket, [0]);
            await Send(socket, [0, 0x89]);
            await Send(socket, [0, 0x13, (byte)'x']);
            await socket.SendAsync((byte[])[0], WebSocketMessageType.Binary, endOfMessage: false, Token);
            await socket.SendAsync("yz"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, Token);
            await Send(socket, [7, 1, 2, 3]);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        });

        await using var stream = await _client.ConnectToPodAsync("default", "p", 5001, Token);
        using var reader = new StreamReader(stream);

        Assert.Equal("xyz", await reader.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task Read_ServerCannotConnect_SaysWhyInOneLine()
    {
        Serve(async (_, socket) =>
        {
            await Send(socket, s_portOnErrors);
            await Send(socket, [1, .. "dial tcp4 127.0.0.1:5001:\n\u001b[31mrefused"u8]);
        });

        await using var stream = await _client.ConnectToPodAsync("default", "p", 5001, Token);
        var failure = await Assert.ThrowsAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[1], Token));

        Assert.Equal("the port cannot be connected to: dial tcp4 127.0.0.1:5001:??[31mrefused", failure.Message);
    }

    [Fact]
    public async Task Dispose_OpenConnection_EndsTheServersSide()
    {
        Serve((_, socket) => EchoAsync(socket, int.MaxValue));
        var stream = await _client.ConnectToPodAsync("default", "p", 5001, Token);

        await stream.DisposeAsync();

        Assert.Equal("gone", await _ended.Task.WaitAsync(TimeSpan.FromMinutes(1), Token));
    }

    [Fact]
    public async Task Read_Cancelled_EndsAtOnce()
    {
        Serve((_, socket) => EchoAsync(socket, int.MaxValue));
        await using var stream = await _client.ConnectToPodAsync("default", "p", 5001, Token);
        using var cancellation = new CancellationTokenSource();
        var reading = stream.ReadAsync(new byte[1], cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
    }

    [Theory]
    [InlineData("p")]
    [InlineData("nobody")]
    public async Task Connect_Refused_IsNamed(string pod)
    {
        var failure = await Assert.ThrowsAsync<NsmException>(() => _client.ConnectToPodAsync("default", pod, 5001, Token));

        Assert.Equal(NsmErrors.PodPortUnreachable, failure.Error);
        Assert.Equal($"Pod/default/{pod}", failure.Target);
    }

    [Fact]
    public async Task Connect_Forbidden_NamesTheVerb()
    {
        _server.Refuse(_ => true, 403, "Forbidden", "pods \"p\" is forbidden: User \"jane\" cannot create resource \"pods/portforward\"");

        var failure = await Assert.ThrowsAsync<NsmException>(() => _client.ConnectToPodAsync("default", "p", 5001, Token));

        Assert.Equal(NsmErrors.AccessDenied, failure.Error);
        Assert.EndsWith("; it needs the verb create on pods/portforward.", failure.Message, StringComparison.Ordinal);
    }

    private static async Task EchoAsync(WebSocket socket, int length)
    {
        var buffer = new byte[20_000];
        for (var seen = 0; seen < length;)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            Assert.Equal(0, buffer[0]);
            await Send(socket, buffer[..received.Count]);
            seen += received.Count - 1;
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    private static Task Send(WebSocket socket, byte[] message) =>
        socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    private void Serve(Func<string, WebSocket, Task> serve) => _server.Ports = async (name, socket) =>
    {
        try
        {
            await serve(name, socket);
            _ended.TrySetResult("served");
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or ObjectDisposedException)
        {
            _ended.TrySetResult("gone");
        }
    };
}
