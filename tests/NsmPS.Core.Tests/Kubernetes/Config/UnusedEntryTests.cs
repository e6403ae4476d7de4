using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Core.Tests.Kubernetes.Config;

/// <summary>What the chosen context does not use does not matter; what it uses is read closely.</summary>
public sealed class UnusedEntryTests : IDisposable
{
    private readonly KubeconfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("users", "- name: half\n  user: {exec: {apiVersion: client.authentication.k8s.io/v1}}")]
    [InlineData("users", "-")]
    [InlineData("users", "- just text")]
    [InlineData("users", "- {name: 7, user: {token: 8}}")]
    [InlineData("users", "- {name: other, user: [a]}")]
    [InlineData("users", "- {name: other, user: {auth-provider: {name: gcp}}}")]
    [InlineData("users", "- {name: other, user: {client-certificate: missing.crt}}")]
    [InlineData("users", "- {name: other}\n- {name: other}")]
    [InlineData("clusters", "- {name: other, cluster: {insecure-skip-tls-verify: 'yes', server: 7}}")]
    [InlineData("clusters", "- {name: other, cluster: {certificate-authority-data: '***'}}")]
    [InlineData("clusters", "-\n-")]
    [InlineData("contexts", "- {name: \"\", context: {cluster: \"\", user: \"\"}}")]
    [InlineData("contexts", "- {name: other, context: {cluster: 7}}")]
    [InlineData("contexts", "- {name: other, context: {cluster: nowhere, user: nobody}}")]
    public void Resolve_UnusedEntryIsBroken_DoesNotMatter(string list, string entry)
    {
        foreach (var first in (bool[])[true, false])
        {
            string[] around = ["- {name: x, context: {cluster: x, user: x}, cluster: {server: 'https://x'}, user: {token: t}}", entry];
            var text = string.Concat(((string[])["contexts", "clusters", "users"]).Select(name =>
                $"{name}:\n{string.Join('\n', name != list ? around[..1] : first ? around.Reverse() : around)}\n"));
            var file = _folder.Write("config", "current-context: x\n" + text);
            Assert.Equal("https://x/", Resolve(file).Server.AbsoluteUri);
            Assert.Contains("x", ClusterContexts.List(file, _folder.Environment).Select(context => context.Name));
        }
    }

    [Theory]
    [InlineData("users[0].user.token is not a text", "token: 7")]
    [InlineData("users[0].user.exec.command is missing", "exec: {apiVersion: v}")]
    public void Resolve_UsedEntryIsBroken_SaysWhere(string expected, string user)
    {
        var file = _folder.Write("config", KubeconfigFolder.Config("one", "https://x", "", user));
        Assert.Contains(expected, Assert.Throws<NsmException>(() => Resolve(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_UsedNameStandsTwice_IsRefused()
    {
        var text = KubeconfigFolder.Config("one", "https://x") + "- {name: u-one, user: {token: other}}\n";
        var error = Assert.Throws<NsmException>(() => Resolve(_folder.Write("config", text)));
        Assert.Contains("the user 'u-one' stands there twice", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("current-context: ''\n")]
    [InlineData("current-context: ~\n")]
    public void Resolve_EmptyCurrentContext_IsTheUnnamedOne(string current)
    {
        var file = _folder.Write("config", current + "contexts: [{context: {cluster: c, user: u}}, {name: other, context: {cluster: d}}]\n"
            + "clusters: [{name: c, cluster: {server: 'https://x'}}]\nusers: [{name: u, user: {token: t}}]");
        Assert.Equal(("https://x/", "t"), (Resolve(file).Server.AbsoluteUri, Resolve(file).Token));
        Assert.Equal(["", "other"], ClusterContexts.List(file, _folder.Environment).Select(context => context.Name));
        Assert.True(ClusterContexts.List(file, _folder.Environment)[0].IsCurrent);
    }

    [Fact]
    public void Read_OtherApiVersion_IsRefused() => Assert.Contains("apiVersion is not v1",
        Assert.Throws<NsmException>(() => KubeconfigReader.Read("config", "apiVersion: v2")).Message, StringComparison.Ordinal);

    private ConnectionSettings Resolve(string file) =>
        ContextResolver.Resolve(new ClusterOptions { Kubeconfig = file }, _folder.Environment);
}
