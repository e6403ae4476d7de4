using NsmPS.Kubernetes.Config;

namespace NsmPS.Core.Tests.Kubernetes.Config;

public sealed class KubeconfigReaderTests
{
    private const string Secret = "c2VjcmV0LXZhbHVl";

    [Theory]
    [InlineData("just text", "not a mapping")]
    [InlineData("- a\n- b", "not a mapping")]
    [InlineData("users: [{name: u, user: {token: " + Secret + "}", "not YAML")]
    [InlineData("users: [{name: u, user: {token: " + Secret + ", password: *" + Secret + "}}]",
        "line 1, column 61: an alias names no anchor")]
    [InlineData("users: [{name: u, user: {token: " + Secret + "}}]\nclusters: [{name: c, cluster: {server: !!int " + Secret + "}}]",
        "line 2, column 40: a value is no !!int")]
    [InlineData("users: [{name: u, user: {password: " + Secret + ", token: 0123}}]",
        "users[0].user.token is not a text but a number, true or false: put it in quotes")]
    [InlineData("users: [{name: u, user: {password: " + Secret + ", username: yes}}]", "users[0].user.username is not a text but a number")]
    [InlineData("kind: Pod\nusers: [{name: u, user: {token: " + Secret + "}}]", "kind is not Config")]
    [InlineData("users: {token: " + Secret + "}", "users is not a list")]
    [InlineData("users: [{name: u, user: {token: [" + Secret + "]}}]", "users[0].user.token is not a text")]
    [InlineData("users: [{name: u, user: {exec: {args: [" + Secret + "]}}}]", "users[0].user.exec.command is missing")]
    [InlineData("clusters: [{name: c, cluster: {insecure-skip-tls-verify: " + Secret + "}}]",
        "insecure-skip-tls-verify is not true or false")]
    [InlineData("clusters: [{name: c, cluster: {insecure-skip-tls-verify: 'true', server: " + Secret + "}}]",
        "insecure-skip-tls-verify is not true or false")]
    public void Read_Malformed_NamesThePlaceAndNoValue(string text, string expected)
    {
        var error = Assert.Throws<NsmException>(() => ReadAll(text));
        Assert.Equal("KubeconfigInvalid", error.Error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("/folder/config", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("---\n---\ncurrent-context: x")]
    [InlineData("apiVersion: v1\nkind: Config\nclusters: null\ncontexts: []\nusers: ~\ncurrent-context: \"\"\npreferences: {}")]
    public void Read_Empty_HasNoEntries(string text)
    {
        var config = KubeconfigReader.Read("/folder/config", text);
        Assert.Null(config.CurrentContext);
        Assert.Empty(config.Contexts);
        Assert.Empty(config.Clusters);
        Assert.Empty(config.Users);
    }

    [Fact]
    public void Read_Paths_AreRelativeToTheFile()
    {
        var config = KubeconfigReader.Read("/folder/config", """
            clusters: [{name: c, cluster: {server: "https://h", certificate-authority: pki/ca.crt}}]
            users:
            - {name: u, user: {client-certificate: ../u.crt, client-key: /abs/u.key, tokenFile: t}}
            - {name: bare, user: {exec: {command: aws}}}
            - {name: path, user: {exec: {command: ./bin/login}}}
            """);
        Assert.Equal("/folder/pki/ca.crt", config.Clusters[0].Read().AuthorityFile);
        Assert.Equal(("/u.crt", "/abs/u.key", "/folder/t"),
            (config.Users[0].Read().CertificateFile, config.Users[0].Read().KeyFile, config.Users[0].Read().TokenFile));
        Assert.Equal("aws", config.Users[1].Read().Plugin!.Command);
        Assert.Equal("/folder/bin/login", config.Users[2].Read().Plugin!.Command);
    }

    [Fact]
    public void Read_Plugin_KeepsEachArgument()
    {
        var plugin = KubeconfigReader.Read("/folder/config", """
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
            """).Users[0].Read().Plugin!;
        Assert.Equal(["two words", "", "--x=1"], plugin.Arguments);
        Assert.Equal([new("A", "1 2"), new("B", "")], plugin.Variables);
        Assert.True(plugin.ProvideClusterInfo);
        Assert.Equal(("client.authentication.k8s.io/v1", "Never", "get it"),
            (plugin.ApiVersion, plugin.InteractiveMode, plugin.InstallHint));
    }

    [Fact]
    public void Read_Impersonation_BecomesHeaders()
    {
        var user = KubeconfigReader.Read(
            "/folder/config", "users: [{name: u, user: {as: jane, as-uid: '7', as-groups: [a, b], as-user-extra: "
                + "{reason/why: [x]}}}]").Users[0].Read();
        Assert.Equal(
            ["Impersonate-User=jane", "Impersonate-Uid=7", "Impersonate-Group=a", "Impersonate-Group=b",
                "Impersonate-Extra-reason%2Fwhy=x"],
            user.Impersonation.Select(header => $"{header.Key}={header.Value}"));
    }

    public static TheoryData<string> Forms => new()
    {
        "x: &shared {token: secret}\ncurrent-context: one\nusers: [{name: u, user: {<<: *shared}}]",
        "current-context: one\nusers:\n- name: &n u\n  user: {token: old, token: secret}\nclusters: [{name: *n}]",
        "current-context: one\nusers: [{name: u, user: {token: secret}}]\n---\nbroken: [",
        "current-context: one\nusers: [{name: u, user: {token: secret}}]\n...\nbroken: [",
        "%YAML 1.1\n---\ncurrent-context: one\nusers: [{name: u, user: {token: !!str secret}}]",
        "\uFEFF---\ncurrent-context: 'one'\nusers: [{name: u, user: {token: \"secret\"}}]",
        "current-context:\tone\nusers:\t[{name: u, user: {token: secret\t}}]\t# comment",
        "current-context: one\nusers: [\n{\nname: u,\nuser: {\ntoken: secret\n}}\n]",
        "current-context: one\nusers:\n- name: u\n  user:\n    token: \"sec\\\n    ret\"",
        "current-context: one\nusers:\n- name: u\n  user:\n    token: !!binary c2VjcmV0",
        "? current-context\n: one\nusers:\n- name: u\n  user: {\"token\":secret}",
        "current-context: one\nusers:\n- name: u\n  user:\n    token: >-\n      secret\n",
        "{\n\t\"current-context\": \"old\",\n\t\"current-context\": \"one\",\n\t\"users\": [{\"name\": \"u\", \"user\": {\"token\": "
            + "\"s\\u0065cret\"}}]\n}\n",
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Read_FormsThatKubectlTakes_AreTaken(string text)
    {
        foreach (var lines in (string[])[text, text.ReplaceLineEndings("\r\n")])
        {
            var config = KubeconfigReader.Read("/folder/config", lines);
            Assert.Equal("one", config.CurrentContext);
            Assert.Equal("secret", Assert.Single(config.Users).Read().Token);
        }
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("on", true)]
    [InlineData("Y", true)]
    [InlineData("no", false)]
    [InlineData("~", false)]
    public void Read_Flag_IsAnyBooleanOfYaml(string value, bool expected) => Assert.Equal(
        expected, KubeconfigReader.Read("/folder/config",
            $"clusters: [{{name: c, cluster: {{insecure-skip-tls-verify: {value}}}}}]").Clusters[0].Read().SkipTlsVerify);

    [Fact]
    public void Merge_EntriesOfOneName_FirstFileCounts()
    {
        var merged = Kubeconfig.Merge([
            KubeconfigReader.Read("/a/config",
                "contexts: [{name: x, context: {cluster: one}}]\nclusters: [{name: one, cluster: {certificate-authority: ca}}]"),
            KubeconfigReader.Read("/b/config", "current-context: x\ncontexts: [{name: x, context: {cluster: two}}, {name: z, context: "
                + "{cluster: one}}]\nclusters: [{name: one, cluster: {certificate-authority: ca}}]"),
            KubeconfigReader.Read("/c/config", "current-context: z"),
        ]);
        Assert.Equal("x", merged.CurrentContext);
        Assert.Equal([("x", "one", "/a/config"), ("z", "one", "/b/config")],
            ((string[])["x", "z"]).Select(name => Kubeconfig.Find(merged.Contexts, "context", name)!.Read())
                .Select(context => (context.Name, context.Cluster, context.File)));
        Assert.Equal("/a/ca", Kubeconfig.Find(merged.Clusters, "cluster", "one")!.Read().AuthorityFile);
    }

    private static void ReadAll(string text)
    {
        var config = KubeconfigReader.Read("/folder/config", text);
        foreach (var cluster in config.Clusters)
        {
            cluster.Read();
        }

        foreach (var user in config.Users)
        {
            user.Read();
        }
    }
}
