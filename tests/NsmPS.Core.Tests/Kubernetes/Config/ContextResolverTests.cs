using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Connection;
using NsmPS.Kubernetes.Tls;

namespace NsmPS.Core.Tests.Kubernetes.Config;

public sealed class ContextResolverTests : IDisposable
{
    private readonly KubeconfigFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void Resolve_NamedFileMissing_IsNotFound()
    {
        var error = Assert.Throws<NsmException>(() => Resolve(_folder.PathOf("missing")));
        Assert.Equal("KubeconfigNotFound", error.Error.Id);
        Assert.Contains(_folder.PathOf("missing"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_NothingAnywhere_IsNotFound() =>
        Assert.Equal("KubeconfigNotFound", Assert.Throws<NsmException>(() => Resolve()).Error.Id);

    [Fact]
    public void Resolve_NothingNamed_TakesTheHomeFolders()
    {
        _folder.Write(".kube/config", KubeconfigFolder.Config("home", "https://home:1"));
        Assert.Equal("home", Resolve().Name);
    }

    [Fact]
    public void Resolve_KubeconfigVariable_MergesExistingFiles()
    {
        _folder.Write(".kube/config", KubeconfigFolder.Config("home", "https://home:1"));
        var first = _folder.Write("first", KubeconfigFolder.Config("one", "https://one:1"));
        var second = _folder.Write("second", KubeconfigFolder.Config("two", "https://two:1"));
        _folder.Variables["KUBECONFIG"] = string.Join(Path.PathSeparator, first, _folder.PathOf("missing"), "", second);
        Assert.Equal("one", Resolve().Name);
        Assert.Equal("https://two:1/", Resolve(context: "two").Server.AbsoluteUri);
        Assert.Equal("ContextNotFound", Assert.Throws<NsmException>(() => Resolve(context: "home")).Error.Id);
    }

    [Fact]
    public void Resolve_KubeconfigVariableOfMissingFiles_DoesNotFallBack()
    {
        _folder.Write(".kube/config", KubeconfigFolder.Config("home", "https://home:1"));
        _folder.Variables["KUBECONFIG"] = _folder.PathOf("missing");
        Assert.Equal("KubeconfigNotFound", Assert.Throws<NsmException>(() => Resolve()).Error.Id);
    }

    [Fact]
    public void Resolve_ContextMissing_NamesThoseThereAre()
    {
        var file = _folder.Write("config", KubeconfigFolder.Config("one", "https://one:1"));
        var error = Assert.Throws<NsmException>(() => Resolve(file, "ONE"));
        Assert.Equal("ContextNotFound", error.Error.Id);
        Assert.Contains("'ONE'; it has 'one'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_NoCurrentContext_IsNotFound()
    {
        var file = _folder.Write("config",
            KubeconfigFolder.Config("one", "https://one:1").Replace("current-context: one", "", StringComparison.Ordinal));
        Assert.Equal("ContextNotFound", Assert.Throws<NsmException>(() => Resolve(file)).Error.Id);
    }

    [Theory]
    [InlineData("https://h", "certificate-authority-data: '***'", "token: topsecret", "certificate-authority-data is not base64")]
    [InlineData("https://h", "certificate-authority-data: dG9wc2VjcmV0", "token: topsecret", "certificate-authority holds no certificate")]
    [InlineData("https://h", "certificate-authority: missing.crt", "token: topsecret", "does not exist")]
    [InlineData("https://h", "", "client-certificate-data: dG9wc2VjcmV0", "client-key is not")]
    [InlineData("https://h", "", "client-certificate-data: dG9wc2VjcmV0\nclient-key-data: dG9wc2VjcmV0", "not a certificate and its key")]
    [InlineData("h:6443/path", "", "token: topsecret", "not an http(s) address")]
    [InlineData("//h:6443", "", "token: topsecret", "not an http(s) address")]
    [InlineData("'https://h:6443 '", "", "token: topsecret", "not an http(s) address")]
    [InlineData("ftp://h", "", "token: topsecret", "not an http(s) address")]
    [InlineData("''", "", "token: topsecret", "missing or not")]
    [InlineData("https://h", "proxy-url: 'gopher://topsecret@h'", "token: topsecret", "proxy-url")]
    [InlineData("https://h", "tls-server-name: 'a b'", "token: topsecret", "tls-server-name")]
    [InlineData("https://h", "insecure-skip-tls-verify: true\ncertificate-authority: ca.crt", "token: topsecret", "both")]
    [InlineData("https://h", "", "auth-provider: {name: gcp, config: {access-token: topsecret}}", "auth-provider 'gcp'")]
    public void Resolve_UnusableEntry_SaysWhichAndNoValue(string server, string cluster, string user, string expected)
    {
        var file = _folder.Write("config", KubeconfigFolder.Config("one", server, cluster + "\n", user));
        var error = Assert.Throws<NsmException>(() => Resolve(file));
        Assert.Equal("KubeconfigInvalid", error.Error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("dG9wc2VjcmV0", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c-one", "the cluster 'nowhere', which has no entry")]
    [InlineData("u-one", "the user 'nowhere', which has no entry")]
    public void Resolve_EntryMissing_SaysWhich(string entry, string expected)
    {
        var text = KubeconfigFolder.Config("one", "https://one:1").Replace($": {entry},", ": nowhere,", StringComparison.Ordinal);
        var error = Assert.Throws<NsmException>(() => Resolve(_folder.Write("config", text)));
        Assert.Equal("KubeconfigInvalid", error.Error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_ClientCertificateFiles_AreLoaded()
    {
        (var certificate, var key) = _authority.IssueClient("jane");
        _folder.Write("jane.crt", certificate);
        _folder.Write("jane.key", key);
        _folder.Write("ca.crt", _authority.Pem);
        var file = _folder.Write("config", KubeconfigFolder.Config(
            "one", "https://one:1", "certificate-authority: ca.crt\n", "client-certificate: jane.crt\nclient-key: jane.key"));
        var settings = Resolve(file);
        Assert.Equal("CN=jane", settings.Certificate!.Context.TargetCertificate.Subject);
        Assert.Equal("CN=test-ca", Assert.Single(settings.Authorities!).Subject);
    }

    [Fact]
    public void Resolve_DataAndFile_DataCounts()
    {
        (var certificate, var key) = _authority.IssueClient("jane");
        var file = _folder.Write("config", KubeconfigFolder.Config("one", "https://one:1", "", $"""
            client-certificate: missing.crt
            client-certificate-data: {KubeconfigFolder.Base64(certificate)}
            client-key-data: {KubeconfigFolder.Base64(key)}
            """));
        Assert.Equal("CN=jane", Resolve(file).Certificate!.Context.TargetCertificate.Subject);
    }

    [Fact]
    public void Resolve_ProxyUrl_IsUsedWithItsLogin()
    {
        var file = _folder.Write("config", KubeconfigFolder.Config("one", "https://one:1", "proxy-url: socks5://us%40er:pw@proxy:1080\n"));
        var settings = Resolve(file);
        using var handler = new SocketsHttpHandler();
        Sockets.SetUp(handler, settings, new TlsIdentity(null, null));
        Assert.Equal("socks5://proxy:1080",
            handler.Proxy!.GetProxy(settings.Server)!.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped));
        var login = handler.Proxy.Credentials!.GetCredential(settings.Server, "Basic")!;
        Assert.Equal(("us@er", "pw"), (login.UserName, login.Password));
    }

    [Fact]
    public void Resolve_ProxyVariables_CountUnlessTheContextNamesOne()
    {
        _folder.Variables["HTTPS_PROXY"] = "http://env:3128";
        _folder.Variables["NO_PROXY"] = "10.0.0.0/8";
        Assert.Equal("env", Resolve(_folder.Write("a", KubeconfigFolder.Config("a", "https://one:1"))).Proxy!.Host);
        Assert.Null(Resolve(_folder.Write("b", KubeconfigFolder.Config("b", "https://10.1.1.1:1"))).Proxy);
        Assert.Equal("own",
            Resolve(_folder.Write("c", KubeconfigFolder.Config("c", "https://10.1.1.1:1", "proxy-url: http://own:1\n"))).Proxy!.Host);
    }

    [Theory]
    [InlineData("10.96.0.1", "443", "https://10.96.0.1/")]
    [InlineData("fd00::1", "6443", "https://[fd00::1]:6443/")]
    public void Resolve_InPodWithoutKubeconfig_TakesTheServiceAccount(string host, string port, string expected)
    {
        _folder.Write("serviceaccount/token", "pod-token");
        _folder.Write("serviceaccount/ca.crt", _authority.Pem);
        _folder.Variables["KUBERNETES_SERVICE_HOST"] = host;
        _folder.Variables["KUBERNETES_SERVICE_PORT"] = port;
        var settings = Resolve();
        Assert.Equal(("in-cluster", expected), (settings.Name, settings.Server.AbsoluteUri));
        Assert.Equal(_folder.PathOf("serviceaccount/token"), settings.TokenFile);
        Assert.Single(settings.Authorities!);
    }

    [Fact]
    public void Resolve_InPodWithKubeconfig_TakesTheKubeconfig()
    {
        _folder.Write("serviceaccount/token", "pod-token");
        _folder.Variables["KUBERNETES_SERVICE_HOST"] = "10.96.0.1";
        _folder.Write(".kube/config", KubeconfigFolder.Config("home", "https://home:1"));
        Assert.Equal("home", Resolve().Name);
    }

    [Fact]
    public void List_SeveralFiles_ShowsEachContext()
    {
        var first = _folder.Write("first", KubeconfigFolder.Config("one", "https://one:1"));
        var second = _folder.Write("second", KubeconfigFolder.Config("two", "https://two:1"));
        _folder.Variables["KUBECONFIG"] = first + Path.PathSeparator + second;
        Assert.Equal(
            [
                new NsmContext("one", "c-one", "u-one", "ns-one", "https://one:1", true, first),
                new NsmContext("two", "c-two", "u-two", "ns-two", "https://two:1", false, second),
            ],
            ClusterContexts.List(null, _folder.Environment));
    }

    [Fact]
    public void List_ContextNeedsOtherFiles_CarriesAllOfThem()
    {
        // The context stands in the second file, its cluster in the first, which hides that of the second, and its user in the third.
        var first = _folder.Write("first", KubeconfigFolder.Config("one", "https://one:1"));
        var second = _folder.Write("second", "contexts: [{name: x, context: {cluster: c-one, user: u-two}}]\n"
            + "clusters: [{name: c-one, cluster: {server: 'https://hidden:1'}}]");
        var unused = _folder.Write("unused", "current-context: x");
        var third = _folder.Write("third", KubeconfigFolder.Config("two", "https://two:1", "", "token: of-third"));
        _folder.Variables["KUBECONFIG"] = string.Join(Path.PathSeparator, first, second, first, unused, third);

        var listed = ClusterContexts.List(null, _folder.Environment).Single(context => context.Name == "x");
        Assert.Equal(string.Join(Path.PathSeparator, first, second, third), listed.Kubeconfig);
        Assert.True(ClusterContexts.IsList(listed.Kubeconfig));

        _folder.Variables.Clear();
        var settings = Resolve(listed.Kubeconfig, "x");
        Assert.Equal(("https://one:1/", "of-third"), (settings.Server.AbsoluteUri, settings.Token));
        Assert.Equal(listed with { IsCurrent = false }, ClusterContexts.List(listed.Kubeconfig, _folder.Environment)
            .Single(context => context.Name == "x") with
        { IsCurrent = false });
    }

    [Theory]
    [InlineData("/a{0}/b", true)]
    [InlineData("/a", false)]
    [InlineData("env{0}/b", false)]
    [InlineData("/a{0}b", false)]
    [InlineData("", false)]
    public void IsList_Text_TellsListsFromPaths(string text, bool expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The paths are those of other systems.");
        Assert.Equal(expected, ClusterContexts.IsList(string.Format(System.Globalization.CultureInfo.InvariantCulture, text,
            Path.PathSeparator)));
    }

    [Fact]
    public void Find_FileWithSeparatorsInItsName_IsThatFile()
    {
        var file = _folder.Write("a" + Path.PathSeparator + _folder.PathOf("b"), KubeconfigFolder.Config("odd", "https://odd:1"));
        Assert.Equal("odd", Resolve(file).Name);
    }

    private ConnectionSettings Resolve(string? file = null, string? context = null) =>
        ContextResolver.Resolve(new ClusterOptions { Kubeconfig = file, Context = context }, _folder.Environment);
}
