using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Config.Rules;
using NsmPS.Kubernetes.Connection;
using NsmPS.Kubernetes.Credentials;
using NsmPS.Kubernetes.Tls;

namespace NsmPS.Core.Tests.Kubernetes.Config.Rules;

/// <summary>A server's address without a scheme, and one that holds a login.</summary>
public sealed class ServerAddressTests : IDisposable
{
    private const string Secret = "hidden-of-test";

    private readonly KubeconfigFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1:8001", "", "http://127.0.0.1:8001/")]
    [InlineData("api", "", "http://api/")]
    [InlineData("'[fd00::1]:8001'", "", "http://[fd00::1]:8001/")]
    [InlineData("api:8001/", "", "http://api:8001/")]
    [InlineData("api:6443", "insecure-skip-tls-verify: true", "https://api:6443/")]
    [InlineData("api:6443", "certificate-authority-data: {ca}", "https://api:6443/")]
    [InlineData("HTTPS://API:6443", "", "https://api:6443/")]
    [InlineData("https://api/k8s/clusters/c-1?x=1#y", "", "https://api/k8s/clusters/c-1")]
    public void Resolve_Address_IsThatOfKubectl(string server, string cluster, string expected)
    {
        var ca = KubeconfigFolder.Base64(_authority.Pem);
        Assert.Equal(expected, Resolve(server, cluster.Replace("{ca}", ca, StringComparison.Ordinal)).Server.AbsoluteUri);
    }

    [Fact]
    public void Resolve_NoSchemeAndClientCertificate_IsHttps()
    {
        (var certificate, var key) = _authority.IssueClient("jane");
        var settings = Resolve("api:6443", "",
            $"client-certificate-data: {KubeconfigFolder.Base64(certificate)}\nclient-key-data: {KubeconfigFolder.Base64(key)}");
        Assert.Equal("https://api:6443/", settings.Server.AbsoluteUri);
        Assert.NotNull(settings.Certificate);
    }

    [Theory]
    [InlineData("token: hidden-of-test")]
    [InlineData("username: jane\npassword: hidden-of-test")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1, command: not-there}")]
    public async Task Resolve_Http_SendsNoCredentials(string user)
    {
        using var source = CredentialSources.For(Resolve("http://api:8001", "", user), null, TimeProvider.System);
        Assert.Null((await source.GetAsync(TestContext.Current.CancellationToken)).Authorization);
    }

    [Theory]
    [InlineData("https://us%40er:hidden-of-test@api:6443/path", "token: t", "https://api:6443/path")]
    [InlineData("us%40er:hidden-of-test@api:6443", "{}", "api:6443")]
    [InlineData("http://us%40er:hidden-of-test@api", "username: x\npassword: z", "http://api")]
    public async Task Resolve_LoginInAddress_IsUsedAndNeverShown(string server, string user, string shown)
    {
        var settings = Resolve(server, "", user);
        using var source = CredentialSources.For(settings, null, TimeProvider.System);
        var header = (await source.GetAsync(TestContext.Current.CancellationToken)).Authorization!.ToString();
        Assert.Equal("Basic " + KubeconfigFolder.Base64("us@er:" + Secret), header);
        Assert.Equal(ServerAddress.Parse(shown, secure: false), settings.Server);
        Assert.DoesNotContain(Secret, settings.Server.ToString() + settings, StringComparison.Ordinal);
        Assert.Equal(shown, Assert.Single(ClusterContexts.List(_folder.PathOf("config"), _folder.Environment)).Server);
    }

    [Theory]
    [InlineData("https://user:hidden-of-test@bad host", "https://bad host")]
    [InlineData("https://user:12/hidden-of-test@host", "https://host")]
    [InlineData("user:hidden-of-test@", "")]
    [InlineData("https://host", "https://host")]
    [InlineData(null, null)]
    public void Shown_AnyText_HasNoLogin(string? text, string? expected) => Assert.Equal(expected, ServerAddress.Shown(text));

    [Fact]
    public void Create_ProxyWithLogin_KeepsItOutOfTheAddress()
    {
        using var handler = new SocketsHttpHandler();
        Sockets.SetUp(handler, Resolve("https://api", "proxy-url: http://user:hidden-of-test@proxy:3128"), new TlsIdentity(null, null));
        Assert.Equal("http://proxy:3128/", handler.Proxy!.GetProxy(new Uri("https://api"))!.AbsoluteUri);
        Assert.Equal(Secret, handler.Proxy.Credentials!.GetCredential(new Uri("http://proxy:3128"), "Basic")!.Password);
    }

    private ConnectionSettings Resolve(string server, string cluster, string user = "token: t")
    {
        var file = _folder.Write("config", KubeconfigFolder.Config("one", server, cluster, user));
        return ContextResolver.Resolve(new ClusterOptions { Kubeconfig = file }, _folder.Environment);
    }
}
