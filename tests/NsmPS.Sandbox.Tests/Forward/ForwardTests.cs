extern alias core;

using System.Net;
using System.Net.WebSockets;
using System.Text;
using core::NsmPS.Kubernetes.Forward;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Forward;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Tests.Forward;

/// <summary>Connections to ports of pods, byte for byte.</summary>
public sealed class ForwardTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Protocol = "v4.channel.k8s.io";
    private const int Port = 5001;

    private static readonly TimeSpan s_soon = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Forward_NobodyListens_TellsOnTheErrorStreamOfThatPort()
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        await CreateAsync(server, "p");
        using ClientWebSocket socket = await server.SocketAsync($"{Pods}/p/portforward?ports=80&ports=8080", Protocol);

        Dictionary<byte, byte[]> streams = await ReadAsync(socket);

        Assert.Equal(Protocol, socket.SubProtocol);
        Assert.Equal<byte>([0, 1, 2, 3], streams.Keys.Order());
        Assert.Equal([80, 0], streams[0]);
        Assert.Equal([0x90, 0x1f], streams[2]);
        Assert.Equal([80, 0], streams[1][..2]);
        Assert.Matches("^error forwarding port 80 to pod .*: connect: connection refused$", Encoding.UTF8.GetString(streams[1][2..]));
        Assert.Matches("^error forwarding port 8080 to pod ", Encoding.UTF8.GetString(streams[3][2..]));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task Forward_WhatIsWrongWithTheRequest_IsAnsweredAsForCommands()
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        await CreateAsync(server, "p");
        await server.PostAsync(Pods, """{"metadata":{"name":"nowhere"},"spec":{"containers":[{"name":"c","image":"x"}]}}""");
        await CreateAsync(server, "ended");
        server.Store.Update(BuiltIn.Pods, "default", "ended", item =>
        {
            item["status"] = new System.Text.Json.Nodes.JsonObject { ["phase"] = "Succeeded" };
            return item;
        }, status: true);

        Assert.Equal("pods \"none\" not found", await RefusalAsync("none/portforward?ports=80", HttpStatusCode.NotFound));
        Assert.Equal("query parameter \"ports\" is required", await RefusalAsync("p/portforward", HttpStatusCode.BadRequest));
        Assert.Equal("unable to parse \"0\" as a port", await RefusalAsync("p/portforward?ports=80,0", HttpStatusCode.BadRequest));
        Assert.Equal("unable to parse \"65536\" as a port", await RefusalAsync("p/portforward?ports=65536", HttpStatusCode.BadRequest));
        Assert.Equal("query parameter \"ports\" has more than 128 ports", await RefusalAsync("p/portforward?ports=" + string.Join(',', Enumerable.Range(1, 129)), HttpStatusCode.BadRequest));
        Assert.Equal("pod nowhere does not have a host assigned", await RefusalAsync("nowhere/portforward?ports=80", HttpStatusCode.BadRequest));
        Assert.Equal("sandbox container is not running", await RefusalAsync("ended/portforward?ports=80", HttpStatusCode.InternalServerError));
        Assert.Equal("Upgrade request required", await RefusalAsync("p/portforward?ports=80", HttpStatusCode.BadRequest));
        await Assert.ThrowsAsync<WebSocketException>(() => server.SocketAsync($"{Pods}/p/portforward?ports=80", "v5.channel.k8s.io"));
        await Assert.ThrowsAsync<WebSocketException>(() => server.SocketAsync($"{Pods}/p/portforward?ports=80"));
        await server.PostAsync("/sandbox/faults", """{"kind":"NodeDown","target":"sandbox-node-1"}""", HttpStatusCode.OK);
        Assert.Equal("error dialing backend: dial tcp: i/o timeout", await RefusalAsync("p/portforward?ports=80", HttpStatusCode.InternalServerError));
        using HttpClient stranger = server.NewClient();
        using HttpResponseMessage unknown = await stranger.GetAsync($"{Pods}/p/portforward?ports=80", SandboxServer.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);

        async Task<string?> RefusalAsync(string path, HttpStatusCode expected) => (await server.SendAsync(HttpMethod.Get, $"{Pods}/{path}", null, expected: expected)).Text("message");
    }

    [Fact]
    public async Task Forward_PortThatTakesNobody_ConnectsAndCloses()
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        await using OpenPort open = server.Ports.Open(await CreateAsync(server, "p"), Port, answer: null);
        using ClientWebSocket socket = await ConnectAsync(server);

        Dictionary<byte, byte[]> streams = await ReadAsync(socket);

        Assert.Equal([2, 2], streams.Values.Select(bytes => bytes.Length));
    }

    [Fact]
    public async Task Forward_Requests_ReachThePodAndNobodyElse()
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        await using OpenPort open = server.Ports.Open(await CreateAsync(server, "p"), Port, async context =>
        {
            using var copy = new MemoryStream();
            await context.Request.Body.CopyToAsync(copy, context.RequestAborted);
            await context.Response.Body.WriteAsync(copy.ToArray().Reverse().ToArray(), context.RequestAborted);
        });

        // More than one message, and more than either side holds back.
        byte[] sent = new byte[300_000];
        Random.Shared.NextBytes(sent);
        using HttpClient pod = await PodClientAsync(server);
        using HttpResponseMessage answer = await pod.PostAsync("http://pod/api/v1/pods", new ByteArrayContent(sent), SandboxServer.Token);
        Assert.Equal(sent.Reverse(), await answer.Content.ReadAsByteArrayAsync(SandboxServer.Token));
    }

    [Fact]
    public async Task Forward_ClientGoes_EndsTheRequestInThePod()
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        var (begun, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using OpenPort open = server.Ports.Open(await CreateAsync(server, "p"), Port, context => HoldAsync(context, begun, ended));
        ClientWebSocket socket = await ConnectAsync(server);
        using HttpClient pod = PodClient(socket);
        Task<HttpResponseMessage> asking = pod.GetAsync("http://pod/", SandboxServer.Token);
        await begun.Task.WaitAsync(s_soon, SandboxServer.Token);

        socket.Abort();

        await ended.Task.WaitAsync(s_soon, SandboxServer.Token);
        await Assert.ThrowsAsync<HttpRequestException>(() => asking);
    }

    [Fact]
    public async Task Forward_ProgramEnds_EndsTheConnection()
    {
        await using SandboxServer server = await SandboxServer.StartAsync();
        var (begun, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        string pod = await CreateAsync(server, "p");
        OpenPort open = server.Ports.Open(pod, Port, context => HoldAsync(context, begun, ended));
        using HttpClient client = await PodClientAsync(server);
        Task<HttpResponseMessage> asking = client.GetAsync("http://pod/", SandboxServer.Token);
        await begun.Task.WaitAsync(s_soon, SandboxServer.Token);

        await open.DisposeAsync();

        await ended.Task.WaitAsync(s_soon, SandboxServer.Token);
        await Assert.ThrowsAsync<HttpRequestException>(() => asking);
        Assert.Null(server.Ports.Find(pod, Port));
    }

    [Fact]
    public async Task Forward_SandboxStops_WaitsForNobody()
    {
        // Who waited for an open request would wait an hour.
        SandboxServer server = await SandboxServer.StartAsync(services => services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromHours(1)));
        var (begun, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using OpenPort open = server.Ports.Open(await CreateAsync(server, "p"), Port, context => HoldAsync(context, begun, ended));
        using HttpClient client = await PodClientAsync(server);
        Task<HttpResponseMessage> asking = client.GetAsync("http://pod/", SandboxServer.Token);
        await begun.Task.WaitAsync(s_soon, SandboxServer.Token);

        await server.DisposeAsync().AsTask().WaitAsync(s_soon, SandboxServer.Token);

        await ended.Task.WaitAsync(s_soon, SandboxServer.Token);
        await Assert.ThrowsAsync<HttpRequestException>(() => asking);
    }

    private static async Task HoldAsync(HttpContext context, TaskCompletionSource begun, TaskCompletionSource ended)
    {
        await using CancellationTokenRegistration registration = context.RequestAborted.Register(() => ended.TrySetResult());
        begun.TrySetResult();
        await Task.WhenAny(ended.Task, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
    }

    /// <summary>Creates a pod on a node.</summary>
    /// <returns>Its uid.</returns>
    private static async Task<string> CreateAsync(SandboxServer server, string name) =>
        (await server.PostAsync(Pods, $$"""{"metadata":{"name":"{{name}}"},"spec":{"nodeName":"sandbox-node-1","containers":[{"name":"c","image":"x"}]} }""")).Uid()!;

    private static Task<ClientWebSocket> ConnectAsync(SandboxServer server) => server.SocketAsync($"{Pods}/p/portforward?ports={Port}", Protocol);

    private static async Task<HttpClient> PodClientAsync(SandboxServer server) => PodClient(await ConnectAsync(server));

    private static HttpClient PodClient(WebSocket socket) => new(new SocketsHttpHandler { ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new PodForwardStream(socket)) })
    {
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private static async Task<Dictionary<byte, byte[]>> ReadAsync(ClientWebSocket socket)
    {
        var streams = new Dictionary<byte, byte[]>();
        byte[] buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer.AsMemory(), SandboxServer.Token) is { MessageType: not WebSocketMessageType.Close } received)
        {
            streams[buffer[0]] = [.. streams.GetValueOrDefault(buffer[0], []), .. buffer[1..received.Count]];
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, SandboxServer.Token);
        return streams;
    }
}
