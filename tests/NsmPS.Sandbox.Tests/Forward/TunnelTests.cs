using System.Text;
using NsmPS.Kubernetes.Spdy;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Spdy;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Tests.Forward;

/// <summary>Connections to ports of pods over SPDY, byte for byte.</summary>
public sealed class TunnelTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Path = $"{Pods}/web/portforward";
    private const string Request = "GET / HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n";

    [Theory]
    [InlineData(true, "Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io")]
    [InlineData(false, "X-Stream-Protocol-Version: portforward.k8s.io")]
    public async Task Tunnel_ConnectionsToPorts_ReachWhatListensThere(bool tunnel, string told)
    {
        await using var server = await ServeAsync();
        await using var client = await SpdyClient.ConnectAsync(server, Path, tunnel);
        Assert.Equal("HTTP/1.1 101 Switching Protocols", client.Answer[0]);
        Assert.Contains(told, client.Answer);

        await client.OpenAsync(1, 0, 80);
        await client.OpenAsync(5, 1, 81);
        await client.SendAsync(3, Encoding.ASCII.GetBytes(Request));
        var texts = await client.ReadToEndAsync(1, 3, 5, 7);

        Assert.Empty(texts[1]);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", texts[3]);
        Assert.EndsWith("\r\n\r\nIt works!\n", texts[3]);
        Assert.Matches("^error forwarding port 81 to pod .*: connect: connection refused$", texts[5]);
        Assert.Empty(texts[7]);

        // The connection stays, for those that follow.
        await client.OpenAsync(9, 2, 80);
        await client.SendAsync(11, Encoding.ASCII.GetBytes(Request), isLast: true);
        Assert.EndsWith("It works!\n", (await client.ReadToEndAsync(9, 11))[11]);
    }

    [Fact]
    public async Task Tunnel_Ping_IsSentBack()
    {
        await using var server = await ServeAsync();
        await using var client = await SpdyClient.ConnectAsync(server, Path, tunnel: true);

        await client.SendAsync(new SpdyFrame(SpdyFrameType.Ping, 0, IsLast: false, new byte[] { 0, 0, 0, 7 }));

        var answer = await client.ReadAsync();
        Assert.Equal(SpdyFrameType.Ping, answer!.Type);
        Assert.Equal(7, answer.Subject);
    }

    [Fact]
    public async Task Tunnel_NoSpdy_EndsTheConnection()
    {
        await using var server = await ServeAsync();
        await using var client = await SpdyClient.ConnectAsync(server, Path, tunnel: false);

        await client.SendAsync(new SpdyFrame(SpdyFrameType.SynStream, 0, IsLast: false, new byte[20]));

        Assert.Null(await client.ReadAsync());
    }

    [Fact]
    public async Task Tunnel_OlderKubernetes_RefusesItSoThatKubectlGoesOverToSpdy()
    {
        await using var server = await ServeAsync("1.30.0");
        await using var tunnel = await SpdyClient.ConnectAsync(server, Path, tunnel: true);
        await using var alone = await SpdyClient.ConnectAsync(server, Path, tunnel: false);

        Assert.Equal("HTTP/1.1 400 Bad Request", tunnel.Answer[0]);
        Assert.Equal("HTTP/1.1 101 Switching Protocols", alone.Answer[0]);
    }

    private static async Task<SandboxServer> ServeAsync(string? version = null)
    {
        var settings = new SandboxSettings();
        var server = await SandboxServer.StartAsync(settings: settings with { KubernetesVersion = version ?? settings.KubernetesVersion });
        await server.PostAsync(Pods, """
            {"metadata":{"name":"web"},"spec":{"nodeName":"sandbox-node-1","containers":[
              {"name":"c","image":"x","ports":[{"containerPort":80}]}]} }
            """);
        server.Store.Update(BuiltIn.Pods, "default", "web", item =>
        {
            item["status"] = new System.Text.Json.Nodes.JsonObject { ["phase"] = "Running" };
            return item;
        }, status: true);
        return server;
    }
}
