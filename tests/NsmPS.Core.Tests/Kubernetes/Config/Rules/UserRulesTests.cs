using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Credentials;

namespace NsmPS.Core.Tests.Kubernetes.Config.Rules;

/// <summary>Which credentials of a user entry count, and which entries are refused.</summary>
public sealed class UserRulesTests : IDisposable
{
    private readonly KubeconfigFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("token: 'topsecret two'", "the token of the user 'u-one' holds white space")]
    [InlineData("token: ' topsecret'", "the token of the user 'u-one' holds white space")]
    [InlineData("token: \"topsecret\\n\"", "the token of the user 'u-one' holds white space")]
    [InlineData("token: \"topsecret\\u00a0x\"", "the token of the user 'u-one' holds white space")]
    [InlineData("token: |\n  topsecret\n  more", "the token of the user 'u-one' holds white space")]
    [InlineData("token: topsecretä", "the token of the user 'u-one' holds a character outside of ASCII")]
    [InlineData("token: '  '", "the token of the user 'u-one' is empty")]
    [InlineData("token: topsecret\nas: jäne", "impersonates holds a character outside of ASCII")]
    [InlineData("token: topsecret\nas-groups: [a]", "the user 'u-one' impersonates a uid, groups or extra values of nobody")]
    [InlineData("token: topsecret\nas-uid: '7'", "of nobody")]
    [InlineData("token: topsecret\nusername: a\npassword: b", "has both a token and a user name")]
    [InlineData("password: topsecret", "has a password and no user name")]
    [InlineData("exec: {apiVersion: v, command: c, interactiveMode: Sometimes}", "is none of Never, IfAvailable, Always")]
    [InlineData("auth-provider: {name: oidc, config: {client-id: k, id-token: topsecret}}", "idp-issuer-url is missing")]
    [InlineData("auth-provider: {name: oidc, config: {idp-issuer-url: 'https://i'}}", "client-id is missing")]
    [InlineData("auth-provider: {name: gcp, config: {access-token: topsecret}}", "replaced by the exec plugin gke-gcloud-auth-plugin")]
    [InlineData("auth-provider: {name: azure, config: {access-token: topsecret}}", "replaced by the exec plugin kubelogin")]
    [InlineData("auth-provider: {name: own}", "'own', which Kubernetes does not know")]
    [InlineData("auth-provider: {name: oidc}\nexec: {apiVersion: v, command: c}", "both an auth-provider and an exec plugin")]
    public void Resolve_EntryThatKubectlRefusesOrNoHeaderTakes_IsNamed(string user, string expected)
    {
        var error = Assert.Throws<NsmException>(() => Resolve(user));
        Assert.Equal("KubeconfigInvalid", error.Error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token: 't '", "Bearer t")]
    [InlineData("token: t\ntokenFile: missing", "Bearer t")]
    [InlineData("token: t\ntokenFile: file", "Bearer of-file")]
    [InlineData("tokenFile: file\nusername: a\npassword: b", "Bearer of-file")]
    [InlineData("username: a", "Basic YTo=")]
    [InlineData("username: ä\npassword: b", "Basic w6Q6Yg==")]
    [InlineData("token: t\nexec: {apiVersion: v, command: not-there}", "Bearer t")]
    [InlineData("username: a\nexec: {apiVersion: v, command: not-there}", "Basic YTo=")]
    public async Task Resolve_SeveralCredentials_KubectlsOrderCounts(string user, string expected)
    {
        _folder.Write("file", "of-file\n");
        Assert.Equal(expected, await HeaderAsync(user));
    }

    [Fact]
    public async Task Resolve_PluginBesideACertificate_DoesNotRun()
    {
        Assert.Null(await HeaderAsync(Pair(_authority) + "exec: {apiVersion: v, command: not-there}"));
        Assert.NotNull(Resolve(Pair(_authority)).Certificate);
    }

    [Fact]
    public async Task Get_TokenFileWithABrokenToken_NamesTheFile()
    {
        var file = _folder.Write("file", "topsecret two");
        var error = await Assert.ThrowsAsync<NsmException>(() => HeaderAsync("tokenFile: file"));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains("the token in it holds white space", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", error.ToString(), StringComparison.Ordinal);
    }

    private static string Pair(TestAuthority authority)
    {
        (var certificate, var key) = authority.IssueClient("jane");
        return $"client-certificate-data: {KubeconfigFolder.Base64(certificate)}\nclient-key-data: {KubeconfigFolder.Base64(key)}\n";
    }

    private async Task<string?> HeaderAsync(string user)
    {
        using var source = CredentialSources.For(Resolve(user), null, TimeProvider.System);
        return (await source.GetAsync(TestContext.Current.CancellationToken)).Authorization?.ToString();
    }

    private ConnectionSettings Resolve(string user)
    {
        var file = _folder.Write("config", KubeconfigFolder.Config("one", "https://x", "", user));
        return ContextResolver.Resolve(new ClusterOptions { Kubeconfig = file }, _folder.Environment);
    }
}
