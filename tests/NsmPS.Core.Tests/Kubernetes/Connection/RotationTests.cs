using Microsoft.Extensions.Time.Testing;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Kubernetes.Connection;

/// <summary>Certificates in files that somebody replaces, for requests and for the WebSockets of exec.</summary>
public sealed class RotationTests : TlsTest
{
    private static readonly TimeSpan s_validity = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();

    private protected override TimeProvider Time => _time;

    [Fact]
    public async Task ClientCertificate_Replaced_IsShownOnNewConnections()
    {
        using var certificate = Issuer.Issue(["127.0.0.1"]);
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
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        WriteClient("jane");
        using var client = await ConnectAsync(server, "client-certificate: client.crt\nclient-key: client.key");
        (var next, var key) = Issuer.IssueClient("john");
        Folder.Write("client.crt", next);
        _time.Advance(s_validity);
        await AskBothAsync(client);
        Folder.Write("client.key", key);
        _time.Advance(s_validity);
        await AskBothAsync(client);

        Assert.Equal(["jane", "jane", "john", "john"], server.Seen.Select(seen => seen.Client!["CN=".Length..]));
    }

    [Fact]
    public async Task ClientCertificate_Unchanged_KeepsItsConnection()
    {
        using var certificate = Issuer.Issue(["127.0.0.1"]);
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
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        Folder.Write("ca.crt", Issuer.Pem);
        using var client = await ConnectAsync(server, "token: abc", "certificate-authority: ca.crt\n");
        await AskBothAsync(client);

        Folder.Write("ca.crt", other.Pem);
        _time.Advance(s_validity);
        Assert.Equal("CertificateRejected", (await Assert.ThrowsAsync<NsmException>(() => client.GetServerVersionAsync(Token))).Error.Id);
        Assert.Equal("CertificateRejected", (await Assert.ThrowsAsync<NsmException>(() => ExecAsync(client))).Error.Id);

        Folder.Write("ca.crt", other.Pem + "\n" + Issuer.Pem);
        _time.Advance(s_validity);
        await AskBothAsync(client);
    }

    private static async Task AskBothAsync(ClusterClient client)
    {
        await client.GetServerVersionAsync(Token);
        await ExecAsync(client);
    }

    private void WriteClient(string name)
    {
        (var certificate, var key) = Issuer.IssueClient(name);
        Folder.Write("client.crt", certificate);
        Folder.Write("client.key", key);
    }
}
