using NsmPS.Cluster.Config;

namespace NsmPS.Tests.Cluster.Config;

public sealed class KubeconfigReaderTests
{
    private const string Secret = "c2VjcmV0LXZhbHVl";

    [Theory]
    [InlineData("just text", "not a mapping")]
    [InlineData("- a\n- b", "not a mapping")]
    [InlineData("users: [{name: u, user: {token: " + Secret + "}", "not YAML")]
    [InlineData("users: [{name: u, user: {token: " + Secret + ", token: " + Secret + "}}]", "not YAML")]
    [InlineData("kind: Pod\nusers: [{name: u, user: {token: " + Secret + "}}]", "kind is not Config")]
    [InlineData("users: {token: " + Secret + "}", "users is not a list")]
    [InlineData("users: [" + Secret + "]", "users[0] is not a mapping")]
    [InlineData("users: [{user: {token: " + Secret + "}}]", "users[0].name is missing")]
    [InlineData("users: [{name: u, user: {token: [" + Secret + "]}}]", "users[0].user.token is not a text")]
    [InlineData("users: [{name: u, user: {exec: {args: [" + Secret + "]}}}]", "users[0].user.exec.command is missing")]
    [InlineData("clusters: [{name: c, cluster: {insecure-skip-tls-verify: " + Secret + "}}]", "insecure-skip-tls-verify is not true or false")]
    [InlineData("a: 1\n---\nb: 2", "more than one YAML document")]
    public void Read_Malformed_NamesThePlaceAndNoValue(string text, string expected)
    {
        var error = Assert.Throws<NsmException>(() => KubeconfigReader.Read("/folder/config", text));
        Assert.Equal("KubeconfigInvalid", error.Error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("/folder/config", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("apiVersion: v1\nkind: Config\nclusters: null\ncontexts: []\nusers: ~\ncurrent-context: \"\"\npreferences: {}")]
    public void Read_Empty_HasNoEntries(string text)
    {
        Kubeconfig config = KubeconfigReader.Read("/folder/config", text);
        Assert.Null(config.CurrentContext);
        Assert.Empty(config.Contexts);
        Assert.Empty(config.Clusters);
        Assert.Empty(config.Users);
    }

    [Fact]
    public void Read_Paths_AreRelativeToTheFile()
    {
        Kubeconfig config = KubeconfigReader.Read("/folder/config", """
            clusters: [{name: c, cluster: {server: "https://h", certificate-authority: pki/ca.crt}}]
            users:
            - {name: u, user: {client-certificate: ../u.crt, client-key: /abs/u.key, tokenFile: t}}
            - {name: bare, user: {exec: {command: aws}}}
            - {name: path, user: {exec: {command: ./bin/login}}}
            """);
        Assert.Equal("/folder/pki/ca.crt", config.Clusters[0].AuthorityFile);
        Assert.Equal(("/u.crt", "/abs/u.key", "/folder/t"), (config.Users[0].CertificateFile, config.Users[0].KeyFile, config.Users[0].TokenFile));
        Assert.Equal("aws", config.Users[1].Plugin!.Command);
        Assert.Equal("/folder/bin/login", config.Users[2].Plugin!.Command);
    }

    [Fact]
    public void Read_Plugin_KeepsEachArgument()
    {
        KubeconfigPlugin plugin = KubeconfigReader.Read("/folder/config", """
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: login
                  args: ["two words", "", "--x=1"]
                  env: [{name: A, value: "1 2"}, {name: B, value: ""}]
                  provideClusterInfo: true
                  interactiveMode: Never
                  installHint: get it
            """).Users[0].Plugin!;
        Assert.Equal(["two words", "", "--x=1"], plugin.Arguments);
        Assert.Equal([new("A", "1 2"), new("B", "")], plugin.Variables);
        Assert.True(plugin.ProvideClusterInfo);
        Assert.Equal(("client.authentication.k8s.io/v1", "Never", "get it"), (plugin.ApiVersion, plugin.InteractiveMode, plugin.InstallHint));
    }

    [Fact]
    public void Read_Impersonation_BecomesHeaders()
    {
        KubeconfigUser user = KubeconfigReader.Read(
            "/folder/config", "users: [{name: u, user: {as: jane, as-uid: '7', as-groups: [a, b], as-user-extra: {reason/why: [x]}}}]").Users[0];
        Assert.Equal(
            ["Impersonate-User=jane", "Impersonate-Uid=7", "Impersonate-Group=a", "Impersonate-Group=b", "Impersonate-Extra-reason%2Fwhy=x"],
            user.Impersonation.Select(header => $"{header.Key}={header.Value}"));
    }

    [Fact]
    public void Merge_EntriesOfOneName_FirstFileCounts()
    {
        Kubeconfig merged = Kubeconfig.Merge([
            KubeconfigReader.Read("/a/config", "contexts: [{name: x, context: {cluster: one}}]\nclusters: [{name: one, cluster: {certificate-authority: ca}}]"),
            KubeconfigReader.Read("/b/config", "current-context: x\ncontexts: [{name: x, context: {cluster: two}}, {name: y, context: {cluster: one}}]\nclusters: [{name: one, cluster: {certificate-authority: ca}}]"),
            KubeconfigReader.Read("/c/config", "current-context: y"),
        ]);
        Assert.Equal("x", merged.CurrentContext);
        Assert.Equal([("x", "one", "/a/config"), ("y", "one", "/b/config")], merged.Contexts.Select(context => (context.Name, context.Cluster, context.File)));
        Assert.Equal("/a/ca", Assert.Single(merged.Clusters).AuthorityFile);
    }
}
