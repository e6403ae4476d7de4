using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Core.Tests.Kubernetes;

public sealed class ContextExportTests : IDisposable
{
    private readonly KubeconfigFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void Export_FilesNamed_TheTextNeedsNoneOfThem()
    {
        var (certificate, key) = _authority.IssueClient("someone");
        _folder.Write("ca.pem", _authority.Pem);
        _folder.Write("client.pem", certificate);
        _folder.Write("client.key", key);
        var file = _folder.Write("config", KubeconfigFolder.Config(
            "lab", "https://10.0.0.1:6443", "certificate-authority: ca.pem\ntls-server-name: api.lab",
            "client-certificate: client.pem\nclient-key: client.key"));

        var exported = ContextExport.Export(file, null, _folder.Environment);

        Assert.Equal("lab", exported.Name);
        Assert.DoesNotContain(_folder.PathOf(""), exported.Text, StringComparison.Ordinal);
        var read = KubeconfigReader.Read("/elsewhere/config", exported.Text);
        var settings = ContextResolver.Resolve(read, "/elsewhere/config", null, _folder.Environment);
        Assert.Equal("https://10.0.0.1:6443/", settings.Server.AbsoluteUri);
        Assert.Equal("api.lab", settings.TlsServerName);
        Assert.Equal("CN=someone", settings.Certificate!.Context.TargetCertificate.Subject);
        Assert.Single(settings.Authorities!);
    }

    [Fact]
    public void Export_SeveralContexts_OnlyTheOneAndItsEntriesAreInTheText()
    {
        var first = _folder.Write("first", KubeconfigFolder.Config("one", "https://one:1", user: "token: secret-of-one"));
        var second = _folder.Write("second", KubeconfigFolder.Config("two", "https://two:1", user: "token: secret-of-two"));
        _folder.Variables["KUBECONFIG"] = $"{first}{Path.PathSeparator}{second}";

        var read = KubeconfigReader.Read("x", ContextExport.Export(null, "two", _folder.Environment).Text);

        Assert.Equal("two", read.CurrentContext);
        Assert.Equal("ns-two", Assert.Single(read.Contexts).Read().Namespace);
        Assert.Equal("https://two:1", Assert.Single(read.Clusters).Read().Server);
        Assert.Equal("secret-of-two", Assert.Single(read.Users).Read().Token);
    }

    [Fact]
    public void Export_TokenFileAndImpersonation_AreKept()
    {
        _folder.Write("token", "secret-in-file\n");
        var file = _folder.Write("config", KubeconfigFolder.Config(
            "lab", "https://h:1", user: "tokenFile: token\nas: 'true'\nas-uid: '7'\nas-groups: [a]\nas-user-extra: {some/key: [x]}"));

        var user = Assert.Single(KubeconfigReader.Read("x", ContextExport.Export(file, "lab", _folder.Environment).Text).Users).Read();

        Assert.Equal("secret-in-file", user.Token);
        Assert.Equal(KubeconfigReader.Read(file, File.ReadAllText(file)).Users[0].Read().Impersonation, user.Impersonation);
    }

    [Fact]
    public void Export_NoUserAtAll_GetsOneWithoutCredentials()
    {
        var file = _folder.Write("config", "current-context: lab\ncontexts: [{name: lab, context: {cluster: c}}]\nclusters: [{name: c, "
            + "cluster: {server: 'http://h:1', insecure-skip-tls-verify: true}}]");

        var read = KubeconfigReader.Read("x", ContextExport.Export(file, null, _folder.Environment).Text);

        Assert.Equal(read.Contexts[0].Read().User, Assert.Single(read.Users).Read().Name);
        Assert.Null(read.Users[0].Read().Token);
        Assert.True(read.Clusters[0].Read().SkipTlsVerify);
    }

    [Fact]
    public void Export_ExecPlugin_IsRefusedWithoutRunningIt()
    {
        var mark = _folder.PathOf("was-run");
        var file = _folder.Write("config", KubeconfigFolder.Config(
            "lab", "https://h:1", user: $"exec: {{apiVersion: client.authentication.k8s.io/v1, command: touch, args: ['{mark}']}}"));

        var error = Assert.Throws<NsmException>(() => ContextExport.Export(file, null, _folder.Environment));

        Assert.Equal("KubeconfigNotPortable", error.Error.Id);
        Assert.Equal("lab", error.Cluster);
        Assert.False(File.Exists(mark));
    }

    [Fact]
    public void Export_OidcLogin_IsRefused()
    {
        var file = _folder.Write("config", KubeconfigFolder.Config("lab", "https://h:1",
            user: "auth-provider: {name: oidc, config: {client-id: k, idp-issuer-url: 'https://i', id-token: secret-of-test}}"));
        var error = Assert.Throws<NsmException>(() => ContextExport.Export(file, null, _folder.Environment));
        Assert.Equal("KubeconfigNotPortable", error.Error.Id);
        Assert.DoesNotContain("secret-of-test", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Export_PluginThatDoesNotRun_IsLeftOut()
    {
        var file = _folder.Write("config", KubeconfigFolder.Config("lab", "https://h:1",
            user: "token: of-test\nexec: {apiVersion: client.authentication.k8s.io/v1, command: touch}"));
        var user = Assert.Single(KubeconfigReader.Read("x", ContextExport.Export(file, null, _folder.Environment).Text).Users).Read();
        Assert.Equal("of-test", user.Token);
        Assert.Null(user.Plugin);
    }

    [Fact]
    public void Export_InAPod_TakesItsServiceAccount()
    {
        _folder.Write("serviceaccount/token", "secret-of-pod");
        _folder.Write("serviceaccount/ca.crt", _authority.Pem);
        _folder.Variables["KUBERNETES_SERVICE_HOST"] = "10.96.0.1";

        var exported = ContextExport.Export(null, null, _folder.Environment);

        var read = KubeconfigReader.Read("x", exported.Text);
        Assert.Equal(new Uri("https://10.96.0.1:443"), new Uri(read.Clusters[0].Read().Server!));
        Assert.Equal("secret-of-pod", read.Users[0].Read().Token);
        Assert.NotNull(read.Clusters[0].Read().AuthorityData);
    }

    [Fact]
    public void ToString_Always_HidesTheText()
    {
        var file = _folder.Write("config", KubeconfigFolder.Config("lab", "https://h:1"));

        Assert.Equal("lab", ContextExport.Export(file, null, _folder.Environment).ToString());
    }

    [Fact]
    public void Export_BrokenData_IsAnErrorWithoutTheData()
    {
        var file = _folder.Write("config",
            KubeconfigFolder.Config("lab", "https://h:1", user: "client-certificate-data: not-base64-secret\nclient-key-data: x"));

        var error = Assert.Throws<NsmException>(() => ContextExport.Export(file, null, _folder.Environment));

        Assert.Equal("KubeconfigInvalid", error.Error.Id);
        Assert.DoesNotContain("not-base64-secret", error.ToString(), StringComparison.Ordinal);
    }
}
