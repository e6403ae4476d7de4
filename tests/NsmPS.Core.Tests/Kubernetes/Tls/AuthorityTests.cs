using System.Security.Cryptography.X509Certificates;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Tls;

namespace NsmPS.Core.Tests.Kubernetes.Tls;

/// <summary>Which authorities a context may name, against a real HTTPS server: every one in its certificate-authority.</summary>
public sealed class AuthorityTests : IDisposable
{
    private const string Address = "127.0.0.1";

    private readonly TestAuthority _root = new("root");
    private readonly TestAuthority _middle;
    private readonly TestAuthority _inner;
    private readonly TestAuthority _other = new("other");
    private readonly KubeconfigFolder _folder = new();

    public AuthorityTests()
    {
        _middle = new TestAuthority("middle", _root);
        _inner = new TestAuthority("inner", _middle);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _root.Dispose();
        _middle.Dispose();
        _inner.Dispose();
        _other.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("middle", "")]
    [InlineData("middle", "middle")]
    [InlineData("middle", "middle root")]
    [InlineData("inner middle", "")]
    [InlineData("root", "middle")]
    [InlineData("root middle", "")]
    [InlineData("other middle", "")]
    [InlineData("broken middle", "")]
    [InlineData("damaged middle", "")]
    [InlineData("key middle broken", "")]
    [InlineData("leaf", "")]
    [InlineData("leaf", "middle root")]
    [InlineData("cross", "")]
    [InlineData("cross", "middle")]
    [InlineData("cross", "middle root")]
    public async Task Connect_AuthorityInBundle_IsTrusted(string bundle, string sent)
    {
        using var certificate = _middle.Issue([Address]);
        Assert.Equal("v1.36.1", await AskAsync(certificate, Pem(bundle, certificate), Pem(sent, certificate)));
    }

    [Theory]
    [InlineData("inner", "")]
    [InlineData("inner", "middle")]
    [InlineData("other", "middle root")]
    [InlineData("impostor", "")]
    [InlineData("impostor", "middle")]
    [InlineData("another", "middle")]
    public async Task Connect_AuthorityNotOnThePath_IsRefused(string bundle, string sent)
    {
        using var certificate = _middle.Issue([Address]);
        await AssertRefusedAsync(certificate, Pem(bundle, certificate), Pem(sent, certificate), "not signed by an authority");
    }

    [Fact]
    public async Task Connect_DeepPathToAnIntermediate_Works()
    {
        using var certificate = _inner.Issue([Address]);
        Assert.Equal("v1.36.1", await AskAsync(certificate, _middle.Pem, _inner.Pem));
    }

    // The web server takes no such certificates, so these are judged here.
    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.1", true)]
    [InlineData("1.3.6.1.5.5.7.3.2", false)]
    [InlineData("2.5.29.37.0", true)]
    public void Exists_Use_IsThatOfAServer(string usage, bool expected)
    {
        using var certificate = _middle.Issue([Address], usage: usage);
        Assert.Equal(expected, AnchoredChain.Exists(certificate, [], AuthorityBundle.Read(_middle.Pem)));
    }

    [Fact]
    public async Task Connect_IntermediateAuthority_StillJudgesNameAndTime()
    {
        using var name = _middle.Issue(["api.test"]);
        await AssertRefusedAsync(name, _middle.Pem, "", "it is for api.test");
        using var expired = _middle.Issue([Address], DateTimeOffset.UtcNow.AddDays(-1));
        await AssertRefusedAsync(expired, _middle.Pem, "", "is valid only from");
        await AssertRefusedAsync(expired, expired.ExportCertificatePem(), "", "is valid only from");
    }

    [Fact]
    public async Task Connect_PodsServiceAccount_TrustsAnIntermediateToo()
    {
        using var certificate = _middle.Issue([Address]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        _folder.Write("serviceaccount/token", "abc");
        _folder.Write("serviceaccount/ca.crt", Pem("broken middle", certificate));
        _folder.Variables["KUBERNETES_SERVICE_HOST"] = Address;
        _folder.Variables["KUBERNETES_SERVICE_PORT"] = server.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var client = await ClusterClient.ConnectAsync(new ClusterOptions(), _folder.Environment, TimeProvider.System, Token);
        Assert.Equal("v1.36.1", await client.GetServerVersionAsync(Token));
    }

    private string Pem(string names, X509Certificate2 leaf) => string.Join('\n', names.Split(' ').Select(name => name switch
    {
        "root" => _root.Pem,
        "middle" => _middle.Pem,
        "inner" => _inner.Pem,
        "other" => _other.Pem,
        "leaf" => leaf.ExportCertificatePem(),
        "cross" => _middle.SignedBy(_other),
        "impostor" => Impostor(),
        "another" => _middle.Issue(["127.0.0.2"]).ExportCertificatePem(),
        "broken" => "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----",
        "damaged" => _root.Pem[..200] + "\n-----END CERTIFICATE-----",
        "key" => "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----",
        _ => "",
    }));

    /// <summary>An authority of the right name whose key is another.</summary>
    private string Impostor()
    {
        using var impostor = new TestAuthority("middle", _other);
        return impostor.Pem;
    }

    private async Task<string> AskAsync(X509Certificate2 certificate, string authorities, string sent)
    {
        await using var server = await TlsServer.StartAsync(certificate, 0, null, Token, sent);
        var authority = $"certificate-authority-data: {KubeconfigFolder.Base64(authorities)}\n";
        var file = _folder.Write("config", KubeconfigFolder.Config("tls", server.Address.AbsoluteUri, authority));
        using var client = await ClusterClient.ConnectAsync(new ClusterOptions { Kubeconfig = file }, _folder.Environment,
            TimeProvider.System, Token);
        var version = await client.GetServerVersionAsync(Token);
        Assert.Equal("hello", (await client.ExecAsync("ns", "pod", "main", ["true"], TimeSpan.FromMinutes(2), Token)).StandardOutput);
        return version;
    }

    private async Task AssertRefusedAsync(X509Certificate2 certificate, string authorities, string sent, string reason)
    {
        var error = await Assert.ThrowsAsync<NsmException>(() => AskAsync(certificate, authorities, sent));
        Assert.Equal("CertificateRejected", error.Error.Id);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
