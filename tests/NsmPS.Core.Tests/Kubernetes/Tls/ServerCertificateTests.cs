using System.Security.Cryptography.X509Certificates;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;

namespace NsmPS.Core.Tests.Kubernetes.Tls;

/// <summary>Against a real HTTPS server: every refusal must happen for requests and for the WebSockets of exec.</summary>
public sealed class ServerCertificateTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly KubeconfigFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Connect_RightNameAndAuthority_Works()
    {
        using var certificate = _authority.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server, Authority(_authority));
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
        Assert.Equal("hello", (await ExecAsync(client)).StandardOutput);
        Assert.Equal(["HTTP/2", "HTTP/1.1"], server.Seen.Select(seen => seen.Protocol));
    }

    [Theory]
    [InlineData("10.9.8.7")]
    [InlineData("kubernetes.default.svc")]
    public async Task Connect_OtherName_IsRefused(string name)
    {
        using var certificate = _authority.Issue([name]);
        await AssertRefusedAsync(certificate, Authority(_authority), $"it is for {name}, not for 127.0.0.1");
    }

    [Fact]
    public async Task Connect_TlsServerName_IsTheNameThatCounts()
    {
        using var certificate = _authority.Issue(["api.test"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server, Authority(_authority) + "tls-server-name: api.test\n");
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
        Assert.Equal(0, (await ExecAsync(client)).ExitCode);
    }

    [Theory]
    [InlineData("api.test")]
    [InlineData("10.9.8.7")]
    [InlineData("::1")]
    public async Task Connect_TlsServerNameAndServerThatRoutesByHost_IsAnswered(string name)
    {
        using var certificate = _authority.Issue([name]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        server.Refuse = context => context.Request.Host.Value == server.Address.Authority ? null : 421;
        using var client = await ConnectAsync(server, Authority(_authority) + $"tls-server-name: '{name}'\n");
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
        Assert.Equal("hello", (await ExecAsync(client)).StandardOutput);
        Assert.Equal(["HTTP/2", "HTTP/1.1"], server.Seen.Select(seen => seen.Protocol));
        Assert.Equal(Uri.CheckHostName(name) == UriHostNameType.Dns ? ["api.test", "api.test"] : ["", ""], server.NamesAsked);
    }

    [Fact]
    public async Task Connect_TlsServerNameBehindAProxy_IsTheNameThatCounts()
    {
        using var proxy = new FakeProxy();
        using var certificate = _authority.Issue(["api.test"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server,
            Authority(_authority) + $"tls-server-name: api.test\nproxy-url: {proxy.Address.AbsoluteUri}\n");
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
        Assert.Equal(0, (await ExecAsync(client)).ExitCode);
        using var wrong = await ConnectAsync(server,
            Authority(_authority) + $"tls-server-name: b.test\nproxy-url: {proxy.Address.AbsoluteUri}\n");
        Assert.Equal("CertificateRejected", (await Assert.ThrowsAsync<NsmException>(() => wrong.GetServerVersionAsync(Token))).Error.Id);
    }

    [Fact]
    public async Task Connect_TlsServerNameOfAnother_IsRefused()
    {
        using var certificate = _authority.Issue(["127.0.0.1"]);
        await AssertRefusedAsync(certificate, Authority(_authority) + "tls-server-name: api.test\n", "not for api.test");
    }

    [Fact]
    public async Task Connect_OtherAuthority_IsRefused()
    {
        using var other = new TestAuthority("other-ca");
        using var certificate = other.Issue(["127.0.0.1"]);
        await AssertRefusedAsync(certificate, Authority(_authority), "not signed by an authority");
    }

    [Fact]
    public async Task Connect_OtherAuthorityOfTheSameName_IsRefused()
    {
        using var other = new TestAuthority();
        using var certificate = other.Issue(["127.0.0.1"]);
        await AssertRefusedAsync(certificate, Authority(_authority), "");
    }

    [Fact]
    public async Task Connect_PrivateAuthorityWithoutCaData_IsRefused()
    {
        using var certificate = _authority.Issue(["127.0.0.1"]);
        await AssertRefusedAsync(certificate, "", "not signed by an authority");
    }

    [Fact]
    public async Task Connect_Expired_IsRefused()
    {
        using var certificate = _authority.Issue(["127.0.0.1"], DateTimeOffset.UtcNow.AddDays(-1));
        await AssertRefusedAsync(certificate, Authority(_authority), "is valid only from");
    }

    [Fact]
    public async Task Connect_AnyOfSeveralAuthorities_Works()
    {
        using var other = new TestAuthority("other-ca");
        using var certificate = _authority.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server,
            $"certificate-authority-data: {KubeconfigFolder.Base64(other.Pem + "\n" + _authority.Pem)}\n");
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
    }

    [Fact]
    public async Task Connect_InsecureSkipTlsVerify_Works()
    {
        using var certificate = _authority.Issue(["10.9.8.7"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server, "insecure-skip-tls-verify: true\n");
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
        Assert.Equal(0, (await ExecAsync(client)).ExitCode);
    }

    private async Task AssertRefusedAsync(X509Certificate2 certificate, string cluster, string reason)
    {
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server, cluster);
        var request = await Assert.ThrowsAsync<NsmException>(() => client.GetServerVersionAsync(Token));
        var exec = await Assert.ThrowsAsync<NsmException>(() => ExecAsync(client));
        Assert.All([request, exec], error =>
        {
            Assert.Equal("CertificateRejected", error.Error.Id);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        });
        Assert.Empty(server.Seen);
    }

    private async Task<ClusterClient> ConnectAsync(TlsServer server, string cluster)
    {
        var file = _folder.Write("config", KubeconfigFolder.Config("tls", server.Address.AbsoluteUri, cluster));
        return await ClusterClient.ConnectAsync(new ClusterOptions { Kubeconfig = file }, _folder.Environment, TimeProvider.System, Token);
    }

    private static string Authority(TestAuthority authority) => $"certificate-authority-data: {KubeconfigFolder.Base64(authority.Pem)}\n";

    private static Task<ExecResult> ExecAsync(ClusterClient client) =>
        client.ExecAsync("ns", "pod", "main", ["true"], TimeSpan.FromMinutes(2), Token);
}
