using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Tests.Forward;

namespace NsmPS.Sandbox.Tests;

public sealed class ExecTests
{
    private const string Pod = "/api/v1/namespaces/default/pods/p";

    [Theory]
    [InlineData("v4.channel.k8s.io")]
    [InlineData("v5.channel.k8s.io")]
    public async Task Exec_Echo_GetsInputAndAnswersOnItsStreams(string protocol)
    {
        await using var server = await WithPodAsync(async (call, token) =>
        {
            await call.WriteOutput($"{call.Container}:{string.Join(' ', call.Command)}:{await call.Input.ReadAsync(token)}");
            await call.WriteError("bad");
            return new ExecOutcome(3);
        });
        using var socket = await ConnectAsync(server, protocol);
        await socket.SendAsync((byte[])[0, .. "hello"u8], WebSocketMessageType.Binary, true, SandboxServer.Token);

        var streams = await ReadAsync(socket);

        Assert.Equal(protocol, socket.SubProtocol);
        Assert.Equal("c:ping -c 1:hello", streams[1]);
        Assert.Equal("bad", streams[2]);
        var status = (JsonObject)JsonNode.Parse(streams[3])!;
        Assert.Equal("NonZeroExitCode", status.Text("reason"));
        Assert.Equal("3", Assert.Single(status.Items("details", "causes")).Text("message"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exec_OverSpdy_GetsInputAndAnswersOnItsStreams(bool terminal)
    {
        await using var server = await WithPodAsync(async (call, token) =>
        {
            await call.WriteOutput($"{call.Container}:{string.Join(' ', call.Command)}:{await call.Input.ReadAsync(token)}");
            await call.WriteError("bad");
            return new ExecOutcome(3);
        });
        await using var client = await SpdyClient.ConnectAsync(server,
            $"{Pod}/exec?command=ping&command=-c&stdin=true&stdout=true&stderr=true&tty={(terminal ? "true" : "false")}", tunnel: false,
            "v4.channel.k8s.io");
        string[] names = terminal ? ["error", "stdin", "stdout"] : ["error", "stdin", "stdout", "stderr"];
        for (var index = 0; index < names.Length; index++)
        {
            await client.OpenAsync((2 * index) + 1, ("streamtype", names[index]));
        }

        await client.SendAsync(3, "hello"u8.ToArray());

        var texts = await client.ReadToEndAsync(terminal ? [1, 5] : [1, 5, 7]);
        Assert.Equal("HTTP/1.1 101 Switching Protocols", client.Answer[0]);
        Assert.Contains("X-Stream-Protocol-Version: v4.channel.k8s.io", client.Answer);
        Assert.Equal(terminal ? "c:ping -c:hellobad" : "c:ping -c:hello", texts[5]);
        Assert.Equal(terminal ? null : "bad", texts.GetValueOrDefault(7));
        Assert.Equal("NonZeroExitCode", ((JsonObject)JsonNode.Parse(texts[1])!).Text("reason"));
    }

    [Fact]
    public async Task Exec_OverSpdyClientGoes_TellsTheHandler()
    {
        var cancelled = new TaskCompletionSource();
        await using var server = await WithPodAsync((_, token) => WaitAsync(cancelled, token));
        await using (var client = await SpdyClient.ConnectAsync(server, $"{Pod}/exec?command=ping&stdout=true", tunnel: false,
            "v4.channel.k8s.io"))
        {
            await client.OpenAsync(1, ("streamtype", "error"));
        }

        await cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1), SandboxServer.Token);
    }

    [Fact]
    public async Task Exec_CannotStart_IsAnInternalError()
    {
        await using var server = await WithPodAsync((_, _) => Task.FromResult(new ExecOutcome(0, "no such program")));
        using var socket = await ConnectAsync(server, "v5.channel.k8s.io");

        var status = (JsonObject)JsonNode.Parse((await ReadAsync(socket))[3])!;

        Assert.Equal("InternalError", status.Text("reason"));
        Assert.Equal("Internal error occurred: error executing command in container: no such program", status.Text("message"));
    }

    [Fact]
    public async Task Exec_ContainerRefuses_TellsOnTheStatusStream()
    {
        await using var server = await WithPodAsync((_, _) => throw ApiException.BadRequest("container is not running"));
        using var socket = await ConnectAsync(server, "v4.channel.k8s.io");

        Assert.Contains("container is not running", (await ReadAsync(socket))[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_WithoutWebSocket_SaysWhatIsWrongWithTheRequestFirst()
    {
        await using var server = await WithPodAsync((_, _) => Task.FromResult(new ExecOutcome(0)));
        const string Path = $"{Pod}/exec?command=ls";

        Assert.Equal("container nothing is not valid for pod p",
            (await server.PostAsync($"{Path}&container=nothing", "{}", HttpStatusCode.BadRequest)).Text("message"));
        Assert.Equal("Upgrade request required", (await server.PostAsync(Path, "{}", HttpStatusCode.BadRequest)).Text("message"));
    }

    [Fact]
    public async Task Exec_ClientGoes_TellsTheHandler()
    {
        var cancelled = new TaskCompletionSource();
        await using var server = await WithPodAsync((_, token) => WaitAsync(cancelled, token));
        using var socket = await ConnectAsync(server, "v4.channel.k8s.io");

        socket.Abort();

        await cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1), SandboxServer.Token);
    }

    private static async Task<ExecOutcome> WaitAsync(TaskCompletionSource cancelled, CancellationToken token)
    {
        await using var registration = token.Register(() => cancelled.TrySetResult());
        await Task.Delay(Timeout.Infinite, token);
        return new ExecOutcome(0);
    }

    private static async Task<SandboxServer> WithPodAsync(Func<ExecCall, CancellationToken, Task<ExecOutcome>> run)
    {
        // The first handler answers: a test's own stands before those of the assembly.
        var server = await SandboxServer.StartAsync(services =>
        {
            foreach (var other in services.Where(service => service.ServiceType == typeof(IExecHandler)).ToArray())
            {
                services.Remove(other);
            }

            services.AddSingleton<IExecHandler>(new Handler(run));
        });
        await server.PostAsync("/api/v1/namespaces/default/pods",
            """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"x"}]}}""");
        return server;
    }

    private static Task<ClientWebSocket> ConnectAsync(SandboxServer server, string protocol) =>
        server.SocketAsync($"{Pod}/exec?command=ping&command=-c&command=1&stdin=true&stdout=true&stderr=true",
            protocol);

    private static async Task<Dictionary<byte, string>> ReadAsync(ClientWebSocket socket)
    {
        var streams = new Dictionary<byte, string>();
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer.AsMemory(), SandboxServer.Token)
            is { MessageType: not WebSocketMessageType.Close } received)
        {
            streams[buffer[0]] = streams.GetValueOrDefault(buffer[0]) + Encoding.UTF8.GetString(buffer, 1, received.Count - 1);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, SandboxServer.Token);
        return streams;
    }

    private sealed class Handler(Func<ExecCall, CancellationToken, Task<ExecOutcome>> run) : IExecHandler
    {
        public Task<ExecOutcome> RunAsync(ExecCall call, CancellationToken token) => run(call, token);
    }
}
