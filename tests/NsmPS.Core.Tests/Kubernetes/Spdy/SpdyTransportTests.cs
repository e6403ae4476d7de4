using System.Security.Cryptography.X509Certificates;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Kubernetes.Spdy;

/// <summary>Connections by SPDY go the way of all requests, against a real HTTPS server that refuses WebSockets.</summary>
public sealed class SpdyTransportTests : TlsTest
{
    [Fact]
    public async Task Exec_ManyTimes_ShowsCredentialsAndLeavesNoConnection()
    {
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await using var server = await StartAsync(certificate);
        using (var client = await ConnectAsync(server))
        {
            for (var i = 0; i < 4; i++)
            {
                Assert.Equal("hello", (await ExecAsync(client)).StandardOutput);
            }
        }

        await server.WaitForConnectionsAsync(0, Token);
        Assert.Equal(8, server.Seen.Count);
        Assert.All(server.Seen, seen => Assert.Equal("Bearer abc", seen.Headers.Authorization.ToString()));
    }

    [Fact]
    public async Task Exec_ThroughAProxyByAnotherName_IsVerifiedUnderThatNameAndKeepsItsHost()
    {
        using var proxy = new FakeProxy();
        using var certificate = Issuer.Issue(["api.test"]);
        await using var server = await StartAsync(certificate);
        using var client = await ConnectAsync(server,
            cluster: Trusts(Issuer) + $"tls-server-name: api.test\nproxy-url: {proxy.Address.AbsoluteUri}\n");

        Assert.Equal("hello", (await ExecAsync(client)).StandardOutput);

        Assert.Equal(["GET", "POST"], server.Methods);
        Assert.All(server.NamesAsked, name => Assert.Equal("api.test", name));
        Assert.All(server.Seen, seen => Assert.Equal(server.Address.Authority, seen.Headers.Host.ToString()));
        Assert.NotEmpty(proxy.Seen);
    }

    [Fact]
    public async Task Exec_PathOfAGateway_IsKept()
    {
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await using var server = await StartAsync(certificate);
        var paths = new List<string>();
        var refuse = server.Refuse!;
        server.Refuse = context =>
        {
            paths.Add(context.Request.Path);
            return refuse(context);
        };
        var file = Folder.Write("gateway",
            KubeconfigFolder.Config("c", server.Address.AbsoluteUri + "k8s/clusters/c-1/", Trusts(Issuer), "token: abc"));
        using var client = await ClusterClient.ConnectAsync(
            new ClusterOptions { Kubeconfig = file }, Folder.Environment, TimeProvider.System, Token);

        Assert.Equal("hello", (await ExecAsync(client)).StandardOutput);

        Assert.Equal(2, paths.Count);
        Assert.All(paths, path => Assert.Equal("/k8s/clusters/c-1/api/v1/namespaces/ns/pods/pod/exec", path));
    }

    [Fact]
    public async Task Exec_TokenRefusedOnTheSecondWay_IsRenewedOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The plugin of this test is a shell script.");
        var count = Folder.Write("count", "");
        var script = Folder.Write("plugin.sh", $$$"""
            printf x >> {{{count}}}
            printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",
              "status":{"token":"t%s"}}' "$(wc -c < {{{count}}})"
            """);
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await using var server = await StartAsync(certificate);
        server.Refuse = context => context.WebSockets.IsWebSocketRequest ? 403
            : context.Request.Headers.Authorization == "Bearer t2" ? null : 401;
        using var client = await ConnectAsync(server,
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/sh, args: [" + script + "]}");

        Assert.Equal("hello", (await ExecAsync(client)).StandardOutput);

        Assert.Equal(["Bearer t1", "Bearer t1", "Bearer t2"], server.Seen.Select(seen => seen.Headers.Authorization.ToString()));
    }

    private static async Task<TlsServer> StartAsync(X509Certificate2 certificate)
    {
        var server = await TlsServer.StartAsync(certificate, Token);
        server.Refuse = context => context.WebSockets.IsWebSocketRequest ? 403 : null;
        return server;
    }
}
