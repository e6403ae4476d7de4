using System.Net;
using NsmPS.Core.Tests.Fakes;

namespace NsmPS.Core.Tests.Kubernetes.Connection;

/// <summary>What of KubernetesClient's habits must not come through, against a real HTTPS server.</summary>
public sealed class ClusterTransportTests : TlsTest
{
    [Fact]
    public async Task Exec_Refused_IsAskedOnceAndWithCredentials()
    {
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        server.Refuse = _ => (int)HttpStatusCode.NotFound;
        using var client = await ConnectAsync(server);

        await Assert.ThrowsAsync<NsmException>(() => ExecAsync(client));

        var seen = Assert.Single(server.Seen);
        Assert.Equal("Bearer abc", seen.Headers.Authorization.ToString());
    }

    [Fact]
    public async Task Exec_ManyTimes_LeavesNoConnection()
    {
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal("hello", (await ExecAsync(client)).StandardOutput);
        }

        await server.WaitForConnectionsAsync(0, Token);
    }

    [Fact]
    public async Task Dispose_Connection_IsClosed()
    {
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using (var client = await ConnectAsync(server))
        {
            await client.GetServerVersionAsync(Token);
            Assert.Equal(1, server.Connections);
        }

        await server.WaitForConnectionsAsync(0, Token);
    }

    [Fact]
    public async Task Retire_Connection_IsClosedAndOpenedAgainWhenNeeded()
    {
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server);
        await client.GetServerVersionAsync(Token);

        client.Retire();
        await server.WaitForConnectionsAsync(0, Token);

        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
    }
}
