using System.Security.Cryptography.X509Certificates;
using NsmPS.Core.Tests.Fakes;

namespace NsmPS.Core.Tests.Kubernetes.Tls;

/// <summary>Against a real HTTPS server: every refusal must happen for requests and for the WebSockets of exec.</summary>
public sealed class ServerCertificateTests : TlsTest
{
    [Fact]
    public async Task Connect_RightNameAndAuthority_Works()
    {
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server, cluster: Trusts(Issuer));
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
        Assert.Equal("hello", (await ExecAsync(client)).StandardOutput);
        Assert.Equal(["HTTP/2", "HTTP/1.1"], server.Seen.Select(seen => seen.Protocol));
    }

    [Theory]
    [InlineData("10.9.8.7")]
    [InlineData("kubernetes.default.svc")]
    public async Task Connect_OtherName_IsRefused(string name)
    {
        using var certificate = Issuer.Issue([name]);
        await AssertRefusedAsync(certificate, Trusts(Issuer), $"it is for {name}, not for 127.0.0.1");
    }

    [Fact]
    public async Task Connect_TlsServerName_IsTheNameThatCounts()
    {
        using var certificate = Issuer.Issue(["api.test"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server, cluster: Trusts(Issuer) + "tls-server-name: api.test\n");
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
        Assert.Equal(0, (await ExecAsync(client)).ExitCode);
    }

    [Theory]
    [InlineData("api.test")]
    [InlineData("10.9.8.7")]
    [InlineData("::1")]
    public async Task Connect_TlsServerNameAndServerThatRoutesByHost_IsAnswered(string name)
    {
        using var certificate = Issuer.Issue([name]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        server.Refuse = context => context.Request.Host.Value == server.Address.Authority ? null : 421;
        using var client = await ConnectAsync(server, cluster: Trusts(Issuer) + $"tls-server-name: '{name}'\n");
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
        Assert.Equal("hello", (await ExecAsync(client)).StandardOutput);
        Assert.Equal(["HTTP/2", "HTTP/1.1"], server.Seen.Select(seen => seen.Protocol));
        Assert.Equal(Uri.CheckHostName(name) == UriHostNameType.Dns ? ["api.test", "api.test"] : ["", ""], server.NamesAsked);
    }

    [Fact]
    public async Task Connect_TlsServerNameBehindAProxy_IsTheNameThatCountsAndHostStays()
    {
        using var proxy = new FakeProxy();
        using var certificate = Issuer.Issue(["api.test"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        server.Refuse = context => context.Request.Host.Value == server.Address.Authority ? null : 421;
        using var client = await ConnectAsync(server,
            cluster: Trusts(Issuer) + $"tls-server-name: api.test\nproxy-url: {proxy.Address.AbsoluteUri}\n");
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
        Assert.Equal(0, (await ExecAsync(client)).ExitCode);
        Assert.Equal(["api.test", "api.test"], server.NamesAsked);
        using var wrong = await ConnectAsync(server,
            cluster: Trusts(Issuer) + $"tls-server-name: b.test\nproxy-url: {proxy.Address.AbsoluteUri}\n");
        Assert.Equal("CertificateRejected", (await Assert.ThrowsAsync<NsmException>(() => wrong.GetServerVersionAsync(Token))).Error.Id);
    }

    [Fact]
    public async Task Connect_TlsServerNameOfAnother_IsRefused()
    {
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await AssertRefusedAsync(certificate, Trusts(Issuer) + "tls-server-name: api.test\n", "not for api.test");
    }

    [Fact]
    public async Task Connect_OtherAuthority_IsRefused()
    {
        using var other = new TestAuthority("other-ca");
        using var certificate = other.Issue(["127.0.0.1"]);
        await AssertRefusedAsync(certificate, Trusts(Issuer), "not signed by an authority");
    }

    [Fact]
    public async Task Connect_OtherAuthorityOfTheSameName_IsRefused()
    {
        using var other = new TestAuthority();
        using var certificate = other.Issue(["127.0.0.1"]);
        await AssertRefusedAsync(certificate, Trusts(Issuer), "");
    }

    [Fact]
    public async Task Connect_PrivateAuthorityWithoutCaData_IsRefused()
    {
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await AssertRefusedAsync(certificate, "", "not signed by an authority");
    }

    [Fact]
    public async Task Connect_Expired_IsRefused()
    {
        using var certificate = Issuer.Issue(["127.0.0.1"], DateTimeOffset.UtcNow.AddDays(-1));
        await AssertRefusedAsync(certificate, Trusts(Issuer), "is valid only from");
    }

    [Fact]
    public async Task Connect_AnyOfSeveralAuthorities_Works()
    {
        using var other = new TestAuthority("other-ca");
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server,
            cluster: $"certificate-authority-data: {KubeconfigFolder.Base64(other.Pem + "\n" + Issuer.Pem)}\n");
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
    }

    [Fact]
    public async Task Connect_InsecureSkipTlsVerify_Works()
    {
        using var certificate = Issuer.Issue(["10.9.8.7"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server, cluster: "insecure-skip-tls-verify: true\n");
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
        Assert.Equal(0, (await ExecAsync(client)).ExitCode);
    }

    private async Task AssertRefusedAsync(X509Certificate2 certificate, string cluster, string reason)
    {
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server, cluster: cluster);
        var request = await Assert.ThrowsAsync<NsmException>(() => client.GetServerVersionAsync(Token));
        var exec = await Assert.ThrowsAsync<NsmException>(() => ExecAsync(client));
        Assert.All([request, exec], error =>
        {
            Assert.Equal("CertificateRejected", error.Error.Id);
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        });
        Assert.Empty(server.Seen);
    }
}
