using System.Net.Sockets;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Kubernetes.Connection;

/// <summary>A proxy between us and the server, for requests and for the WebSockets of
/// exec: what it refuses is not the server's doing.</summary>
public sealed class ProxyTests : TlsTest
{
    [Fact]
    public async Task Connect_ThroughTunnel_VerifiesTheServerAllTheSame()
    {
        using var proxy = new FakeProxy();
        using var right = Issuer.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(right, Token);
        using var client = await ConnectAsync(server.Address, proxy.Address.AbsoluteUri);
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
        await ExecAsync(client);
        Assert.Equal(2, proxy.Seen.Count(head => head.StartsWith($"CONNECT 127.0.0.1:{server.Address.Port} ", StringComparison.Ordinal)));

        using var wrong = Issuer.Issue(["10.9.8.7"]);
        await using var impostor = await TlsServer.StartAsync(wrong, Token);
        using var other = await ConnectAsync(impostor.Address, proxy.Address.AbsoluteUri);
        Assert.Equal("CertificateRejected", (await Assert.ThrowsAsync<NsmException>(() => other.GetServerVersionAsync(Token))).Error.Id);
        Assert.Equal("CertificateRejected", (await Assert.ThrowsAsync<NsmException>(() => ExecAsync(other))).Error.Id);
    }

    [Theory]
    [InlineData("407 Proxy Authentication Required", "HTTP 407: it wants a login", "")]
    [InlineData("403 Forbidden", "HTTP 403", "")]
    [InlineData("502 Bad Gateway", "HTTP 502", "")]
    [InlineData("407 Proxy Authentication Required", "HTTP 407: it wants a login", "tls-server-name: api.test\n")]
    [InlineData("502 Bad Gateway", "HTTP 502", "tls-server-name: api.test\n")]
    public async Task Connect_ProxyRefuses_IsSaidOfTheProxy(string status, string reason, string more)
    {
        using var proxy = new FakeProxy { Answer = $"HTTP/1.1 {status}\r\nProxy-Authenticate: Basic realm=x" };
        using var client = await ConnectAsync(new Uri("https://127.0.0.1:1"), $"http://user:secret@{proxy.Address.Authority}", more: more);
        await AssertBlamesTheProxyAsync(client, $"the proxy {proxy.Address.AbsoluteUri.TrimEnd('/')} refused the connection with {reason}");
    }

    [Theory]
    [InlineData("407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x", "HTTP 407: it wants a login")]
    [InlineData("403 Forbidden", "HTTP 403")]
    [InlineData("504 Gateway Timeout", "HTTP 504")]
    public async Task Connect_ProxyRefusesARequestInPlainText_IsSaidOfTheProxy(string status, string reason)
    {
        using var proxy = new FakeProxy { Answer = $"HTTP/1.1 {status}" };
        using var client = await ConnectAsync(new Uri("http://api.test:8080"), proxy.Address.AbsoluteUri);
        await AssertBlamesTheProxyAsync(client, $"refused the connection with {reason}");
    }

    [Theory]
    [InlineData("http", "the connection through the proxy http://127.0.0.1:")]
    [InlineData("https", "the TLS handshake through the proxy https://127.0.0.1:")]
    public async Task Connect_ProxyHangsUp_IsSaidOfTheProxy(string scheme, string text)
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var hangingUp = Task.Run(async () =>
        {
            while (true)
            {
                (await listener.AcceptSocketAsync(Token)).Dispose();
            }
        }, Token);
        using var client = await ConnectAsync(new Uri("https://127.0.0.1:1"), $"{scheme}://{listener.LocalEndpoint}");

        await AssertBlamesTheProxyAsync(client, text);

        listener.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => hangingUp);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tls-server-name: api.test\n")]
    public async Task Connect_ProxyWantsALogin_GetsThatOfItsAddress(string more)
    {
        using var proxy = new FakeProxy { WantsLogin = true };
        using var certificate = Issuer.Issue(["127.0.0.1", "api.test"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server.Address, $"http://user:se%20cret@{proxy.Address.Authority}", more: more);
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
        Assert.Contains("Basic dXNlcjpzZSBjcmV0", proxy.Seen[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6")]
    [InlineData("HTTP/1.1 ready")]
    public async Task Connect_ProxyThatIsNone_IsSaidOfTheProxy(string answer)
    {
        using var proxy = new FakeProxy { Answer = answer };
        using var client = await ConnectAsync(new Uri("https://127.0.0.1:1"), proxy.Address.AbsoluteUri,
            more: "tls-server-name: api.test\n");
        await AssertBlamesTheProxyAsync(client, $"the proxy {proxy.Address.AbsoluteUri.TrimEnd('/')}");
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task Connect_ProxyIsDown_IsSaidOfTheProxy(string scheme)
    {
        using var client = await ConnectAsync(new Uri("https://127.0.0.1:1"), $"{scheme}://user:secret@127.0.0.1:{FreePort()}");
        await AssertBlamesTheProxyAsync(client, "the proxy " + scheme + "://127.0.0.1:");
    }

    [Fact]
    public async Task Connect_ProxyHasNoAddress_IsSaidOfTheProxy()
    {
        using var client = await ConnectAsync(new Uri("https://127.0.0.1:1"), "http://proxy.invalid:3128");
        await AssertBlamesTheProxyAsync(client, "the name of the proxy http://proxy.invalid:3128 cannot be resolved");
    }

    private static async Task AssertBlamesTheProxyAsync(ClusterClient client, string text)
    {
        var request = await Assert.ThrowsAsync<NsmException>(() => client.GetServerVersionAsync(Token));
        var exec = await Assert.ThrowsAsync<NsmException>(() => ExecAsync(client));
        Assert.All([request, exec], error =>
        {
            Assert.Equal("ClusterUnreachable", error.Error.Id);
            Assert.Contains(text, error.Message, StringComparison.Ordinal);
            Assert.Contains("proxy-url", error.Remedy, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("403 Forbidden", false)]
    [InlineData("503 Service Unavailable", true)]
    public async Task Connect_ProxyRefuses_IsAskedAgainOnlyWhereThatMayPass(string status, bool again)
    {
        using var proxy = new FakeProxy { Answer = $"HTTP/1.1 {status}" };
        using var client = await ConnectAsync(new Uri("https://127.0.0.1:1"), proxy.Address.AbsoluteUri, TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<NsmException>(() => client.GetServerVersionAsync(Token));
        Assert.Equal(again, proxy.Seen.Count > 1);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<ClusterClient> ConnectAsync(Uri server, string proxy, TimeSpan? budget = null, string more = "")
    {
        var cluster = $"proxy-url: {proxy}\n{more}"
            + (server.Scheme == "https" ? $"certificate-authority-data: {KubeconfigFolder.Base64(Issuer.Pem)}\n" : "");
        var file = Folder.Write("config", KubeconfigFolder.Config("tls", server.AbsoluteUri, cluster));
        var options = new ClusterOptions { Kubeconfig = file, OutageBudget = budget ?? TimeSpan.FromMilliseconds(100) };
        return await ClusterClient.ConnectAsync(options, Folder.Environment, TimeProvider.System, Token);
    }
}
