using Microsoft.Extensions.Time.Testing;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;

namespace NsmPS.Core.Tests.Kubernetes.Connection;

/// <summary>Certificates in files that somebody replaces, for requests and for the WebSockets of exec.</summary>
public sealed class RotationTests : IDisposable
{
    private static readonly TimeSpan s_validity = TimeSpan.FromSeconds(10);

    private readonly TestAuthority _authority = new();
    private readonly KubeconfigFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task ClientCertificate_Replaced_IsShownOnNewConnections()
    {
        using var certificate = _authority.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        WriteClient("jane");
        using var client = await ConnectAsync(server, "client-certificate: client.crt\nclient-key: client.key");
        await AskBothAsync(client);

        WriteClient("john");
        await AskBothAsync(client);
        _time.Advance(s_validity);
        await AskBothAsync(client);

        Assert.Equal(["jane", "jane", "jane", "jane", "john", "john"], server.Seen.Select(seen => seen.Client!["CN=".Length..]));
        await server.WaitForConnectionsAsync(1, Token);
    }

    [Fact]
    public async Task ClientCertificate_WithoutItsKeyYet_LeavesTheOldOne()
    {
        using var certificate = _authority.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        WriteClient("jane");
        using var client = await ConnectAsync(server, "client-certificate: client.crt\nclient-key: client.key");
        (var next, var key) = _authority.IssueClient("john");
        _folder.Write("client.crt", next);
        _time.Advance(s_validity);
        await AskBothAsync(client);
        _folder.Write("client.key", key);
        _time.Advance(s_validity);
        await AskBothAsync(client);

        Assert.Equal(["jane", "jane", "john", "john"], server.Seen.Select(seen => seen.Client!["CN=".Length..]));
    }

    [Fact]
    public async Task ClientCertificate_Unchanged_KeepsItsConnection()
    {
        using var certificate = _authority.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        WriteClient("jane");
        using var client = await ConnectAsync(server, "client-certificate: client.crt\nclient-key: client.key");
        await client.GetServerVersionAsync(Token);
        var first = server.Seen[^1].Connection;
        _time.Advance(s_validity);
        await client.GetServerVersionAsync(Token);
        Assert.Equal(first, server.Seen[^1].Connection);
    }

    [Fact]
    public async Task Authority_Replaced_IsTrustedInPlaceOfTheOld()
    {
        using var other = new TestAuthority("other");
        using var certificate = _authority.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        _folder.Write("ca.crt", _authority.Pem);
        using var client = await ConnectAsync(server, "token: abc", "certificate-authority: ca.crt\n");
        await AskBothAsync(client);

        _folder.Write("ca.crt", other.Pem);
        _time.Advance(s_validity);
        Assert.Equal("CertificateRejected", (await Assert.ThrowsAsync<NsmException>(() => client.GetServerVersionAsync(Token))).Error.Id);
        Assert.Equal("CertificateRejected", (await Assert.ThrowsAsync<NsmException>(() => ExecAsync(client))).Error.Id);

        _folder.Write("ca.crt", other.Pem + "\n" + _authority.Pem);
        _time.Advance(s_validity);
        await AskBothAsync(client);
    }

    private static Task<ExecResult> ExecAsync(ClusterClient client) =>
        client.ExecAsync("ns", "pod", "main", ["true"], TimeSpan.FromMinutes(2), Token);

    private static async Task AskBothAsync(ClusterClient client)
    {
        await client.GetServerVersionAsync(Token);
        await ExecAsync(client);
    }

    private void WriteClient(string name)
    {
        (var certificate, var key) = _authority.IssueClient(name);
        _folder.Write("client.crt", certificate);
        _folder.Write("client.key", key);
    }

    private async Task<ClusterClient> ConnectAsync(TlsServer server, string user, string? cluster = null)
    {
        cluster ??= $"certificate-authority-data: {KubeconfigFolder.Base64(_authority.Pem)}\n";
        var file = _folder.Write("config", KubeconfigFolder.Config("tls", server.Address.AbsoluteUri, cluster, user));
        return await ClusterClient.ConnectAsync(new ClusterOptions { Kubeconfig = file }, _folder.Environment, _time, Token);
    }
}
