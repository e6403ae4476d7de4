using System.Net.NetworkInformation;
using System.Security.Cryptography.X509Certificates;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Kubernetes;

/// <summary>A server that serves many operations makes a client for each: nothing of one may stay.</summary>
public sealed class ShortLivedClientTests : IDisposable
{
    private const int Clients = 20;

    private readonly TestAuthority _authority = new();
    private readonly KubeconfigFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Dispose_ManyClients_LeavesNoConnection()
    {
        using X509Certificate2 certificate = _authority.Issue(["127.0.0.1"]);
        await using TlsServer server = await TlsServer.StartAsync(certificate, Token);
        ClusterClient[] clients = [.. Enumerable.Range(0, Clients).Select(_ => Connect(server))];
        await Task.WhenAll(clients.Select(client => client.GetServerVersionAsync(Token)));
        Assert.Equal(Clients, Open(server));

        Array.ForEach(clients, client => client.Dispose());

        // The kernel closes them a moment after the process did.
        for (int i = 0; i < 100 && Open(server) > 0; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }

        Assert.Equal(0, Open(server));
    }

    [Fact]
    public async Task Connect_ClientCertificateFromTheNetwork_IsPresented()
    {
        using X509Certificate2 certificate = _authority.Issue(["127.0.0.1"]);
        await using TlsServer server = await TlsServer.StartAsync(certificate, Token);
        using ClusterClient client = Connect(server);

        await client.GetServerVersionAsync(Token);

        Assert.Equal("CN=jane", Assert.Single(server.Seen).Client);
    }

    private ClusterClient Connect(TlsServer server)
    {
        (string certificate, string key) = _authority.IssueClient("jane");
        string text = KubeconfigFolder.Config(
            "one",
            server.Address.AbsoluteUri,
            $"certificate-authority-data: {KubeconfigFolder.Base64(_authority.Pem)}",
            $"client-certificate-data: {KubeconfigFolder.Base64(certificate)}\nclient-key-data: {KubeconfigFolder.Base64(key)}");
        return ClusterClient.Connect(new RemoteKubeconfig(text), _folder.Environment, TimeProvider.System);
    }

    private static int Open(TlsServer server) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(connection => connection.RemoteEndPoint.Port == server.Address.Port && connection.State == TcpState.Established);
}
