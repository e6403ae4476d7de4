using System.Diagnostics;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Kubernetes;

/// <summary>A kubeconfig from the network can make this machine neither read, run nor tell anything.</summary>
[Collection(Measured.Name)]
public sealed class RemoteKubeconfigTests : IDisposable
{
    private const string Secret = "c2VjcmV0LXZhbHVl";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    private readonly KubeconfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, string> Refused => new()
    {
        { "certificate-authority: /etc/passwd", "", "clusters[0].cluster.certificate-authority: it names a file" },
        { "Certificate-Authority: /etc/passwd", "", "clusters[0].cluster.Certificate-Authority: it names a file" },
        { "proxy-url: http://proxy:3128", "", "clusters[0].cluster.proxy-url: it chooses a proxy" },
        { "", "tokenFile: /etc/shadow", "users[0].user.tokenFile: it names a file" },
        { "", "client-certificate: a.crt", "users[0].user.client-certificate: it names a file" },
        { "", "client-key: a.key", "users[0].user.client-key: it names a file" },
        { "", "auth-provider: {name: gcp, config: {cmd-path: /bin/sh}}", "users[0].user.auth-provider: it logs in by a plugin" },
        { "", "exec: {apiVersion: client.authentication.k8s.io/v1, command: sh}", "users[0].user.exec: it runs a program" },
        { "", "exec: {command: /usr/bin/allowed}", "users[0].user.exec: it runs a program" },
        { "", "exec: {command: Allowed}", "users[0].user.exec: it runs a program" },
        { "", "exec: sh", "users[0].user.exec: it runs a program" },
        { "", "exec: {args: [x]}", "users[0].user.exec: it runs a program" },
        {
            "",
            "exec: {command: allowed, env: [{name: LD_PRELOAD, value: /tmp/x.so}]}",
            "users[0].user.exec.env: it sets environment variables"
        },
        { "", "as-user-extra: {exec: [x]}", "users[0].user.*.exec: it runs a program" },
        {
            "extensions: [{name: x, extension: {tokenFile: /etc/shadow}}]",
            "",
            "clusters[0].cluster.extensions[0].extension.tokenFile: it names a file"
        },
        { "extensions: [&x {name: tokenFile}]", "<<: {tokenFile: /etc/shadow}", "users[0].user.tokenFile: it names a file" },
        { "", "&k tokenFile: /etc/shadow", "users[0].user.tokenFile: it names a file" },
        { "", "!!str exec: {command: sh}", "users[0].user.exec: it runs a program" },
        { "extensions: [&x {command: sh}]", "exec: *x", "users[0].user.exec: it runs a program" },
        {
            "",
            "exec: {command: sh, command: allowed, env: [{name: PATH, value: /tmp}]}",
            "users[0].user.exec.env: it sets environment variables"
        },
        {
            "proxy-url: http://proxy:3128",
            "tokenFile: /x",
            "proxy-url: it chooses a proxy for the machine that connects; users[0].user.tokenFile"
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Connect_AsksForMoreThanItMay_IsRefusedByPlaceAndQuotesNothing(string cluster, string user, string expected)
    {
        var error = Refuse(KubeconfigFolder.Config("one", "https://one:1", cluster, $"token: {Secret}\n{user}"), "allowed");

        Assert.Equal(NsmErrors.KubeconfigRefused, error.Error);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("/etc/", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("preferences: {a: {b: [{client-key: /x}]}}\n", "preferences.*.*[0].client-key")]
    public void Connect_OutsideOfTheContext_IsRefusedToo(string more, string expected) =>
        Assert.Contains(expected, Refuse(KubeconfigFolder.Config("one", "https://one:1") + more).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("- name: other\n  user: {tokenFile: /x}\n")]
    [InlineData("- name: other\n  user: {exec: {command: sh}}\n")]
    public void Connect_EntryThatTheContextDoesNotUse_IsPassedOver(string more)
    {
        using var client = ClusterClient.Connect(new RemoteKubeconfig(KubeconfigFolder.Config("one", "https://one:1") + more),
            TimeProvider.System);

        Assert.Equal("one", client.Name);
    }

    [Fact]
    public void Connect_ContextChosen_IsTheOneUsedAndChecked()
    {
        var text = KubeconfigFolder.Config("one", "https://one:1") + "- name: bad\n  user: {tokenFile: /x}\n";
        text = text.Replace("contexts: [", "contexts: [{name: two, context: {cluster: c-one, user: bad}}, ", StringComparison.Ordinal);

        using var client = ClusterClient.Connect(new RemoteKubeconfig(text) { Context = "one" }, TimeProvider.System);
        Assert.Equal("one", client.Name);
        Assert.Contains("users[1].user.tokenFile", Assert.Throws<NsmException>(() =>
            ClusterClient.Connect(new RemoteKubeconfig(text) { Context = "two" }, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Malformed => new()
    {
        { "", "it is empty" },
        { " \n\t\n", "it is empty" },
        { "# nothing", "it is empty" },
        { "a: 1\0token: " + Secret, "control character" },
        { "just " + Secret, "not a mapping" },
        { "a: 1\n---\ntoken: " + Secret, "current-context is missing" },
        { "users: [{name: u, user: {token: " + Secret + "}", "not YAML" },
        { "users: [{name: u, user: {token: " + Secret + ", token: " + Secret + "}}]", "current-context is missing" },
        { "...\ntoken: " + Secret, "not YAML" },
        { "token: \"\\UFFFFFFFF" + Secret + "\"", "not YAML" },
        { "users: &" + Secret + " [1]", "current-context is missing" },
        { "a: *" + Secret, "alias" },
        { "a: !!int " + Secret, "tag" },
        { "? [a]\n: " + Secret, "a key must be a scalar" },
        { "kind: Secret\ntoken: " + Secret, "kind is not Config" },
        { "contexts: []\ntoken: " + Secret, "current-context is missing" },
        { "current-context: nowhere\ntoken: " + Secret, "current-context is missing" },
        { KubeconfigFolder.Config("one", "ftp://one"), "not an http(s) address" },
        {
            KubeconfigFolder.Config("one", "https://one", "", "token: \"" + Secret + "\\r\\nX-Injected: 1\""),
            "users[0].user.* holds a control character"
        },
        { KubeconfigFolder.Config("one", "https://one", "", "token: " + Secret + "\u00e9"), "outside of ASCII" },
        { KubeconfigFolder.Config("one", "https://one", "", "as: \"\u00e9" + Secret + "\""), "outside of ASCII" },
        {
            KubeconfigFolder.Config("one", "https://one").Replace(": one", ": \"o\\u001b[2Jne\"", StringComparison.Ordinal),
            "control character"
        },
        {
            KubeconfigFolder.Config("one", "https://one").Replace(": one", ": \"o\\u202ene\"", StringComparison.Ordinal),
            "control character"
        },
        { KubeconfigFolder.Config(new string('n', 300), "https://one"), "longer than 253" },
        {
            KubeconfigFolder.Config("one", "https://one", "", "client-certificate-data: " + Secret + "\nclient-key-data: " + Secret),
            "not a certificate and its key"
        },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Connect_Malformed_SaysWhyAndQuotesNothing(string text, string expected)
    {
        var error = Refuse(text);

        Assert.Equal(NsmErrors.KubeconfigInvalid, error.Error);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Bombs => new()
    {
        { "flow lists", "[", "nested more than" },
        { "flow mappings", "{a: ", "nested more than" },
        { "block lists", "- ", "nested more than" },
        { "complex keys", "? ", "a key must be a scalar" },
        { "anchors", "&a ", "not YAML" },
        { "documents", "---\n", "it is empty" },
        { "one line", "x", "not a mapping" },
        { "many keys", "a:\n", "values" },
        { "tabs", "\t", "empty" },
        { "control", "\u0001", "control character" },
        { "nul", "\0", "control character" },
        { "comment", "# x\n", "it is empty" },
        { "quotes", "\"a\" ", "not YAML" },
        { "ends", "...\n", "not YAML" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Connect_MebibyteOfHostileText_EndsSoonAndStaysSmall(string what, string unit, string expected)
    {
        var text = string.Concat(Enumerable.Repeat(unit, (RemoteKubeconfig.LargestSize / unit.Length) - 1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Environment.CpuUsage.TotalTime;

        var error = Refuse(text);

        var took = Environment.CpuUsage.TotalTime - start;
        Assert.True(took < s_limit, $"{what} took {took}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L * 1024 * 1024);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 0, 1000);
    }

    [Fact]
    public void Connect_TooLarge_IsInvalid() => Assert.Contains("larger than 1024 KiB",
        Refuse("a: " + new string('b', RemoteKubeconfig.LargestSize)).Message, StringComparison.Ordinal);

    [Fact]
    public void Connect_LoneSurrogate_IsInvalid() => Assert.Contains("Unicode", Refuse("a: \uD800").Message, StringComparison.Ordinal);

    [Fact]
    public void Connect_NamesPipeAndScript_OpensAndRunsNeither()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such pipes.");
        var ran = _folder.PathOf("ran");
        var script = _folder.Write("plugin", $"#!/bin/sh\ntouch {ran}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var pipe = _folder.PathOf("pipe");
        using (var make = Process.Start("mkfifo", pipe))
        {
            make.WaitForExit();
            Assert.Equal(0, make.ExitCode);
        }

        // Whoever opens a pipe that nobody writes waits forever, so the test would not end.
        Refuse(KubeconfigFolder.Config("one", "https://one", $"certificate-authority: {pipe}",
            $"tokenFile: {pipe}\nclient-key: {pipe}\nexec: {{apiVersion: client.authentication.k8s.io/v1, command: {script}}}"));

        Assert.False(File.Exists(ran));
    }

    [Fact]
    public void Connect_Empty_NeverFallsBackToTheMachine()
    {
        _folder.Write(".kube/config", KubeconfigFolder.Config("home", "https://home:1"));
        _folder.Variables["KUBECONFIG"] = _folder.Write("named", KubeconfigFolder.Config("named", "https://named:1"));
        _folder.Variables["KUBERNETES_SERVICE_HOST"] = "10.0.0.1";
        _folder.Write("serviceaccount/token", "t");

        Assert.Equal(NsmErrors.KubeconfigInvalid, Refuse("").Error);
        Assert.Equal(NsmErrors.KubeconfigInvalid, Refuse("apiVersion: v1\nkind: Config\n").Error);
    }

    [Fact]
    public void Connect_SoundKubeconfig_IsTheContextItself()
    {
        using var client = Connect(KubeconfigFolder.Config("one", "https://one.test:6443",
            "insecure-skip-tls-verify: true\ntls-server-name: other.test\nproxy-url: ''\n", "token: t\nexec: null\nas: jane"));

        Assert.Equal(("one", new Uri("https://one.test:6443")), (client.Name, client.Server));
    }

    [Fact]
    public async Task Connect_AllowedPlugin_IsRunAndItsHintIsNeverQuoted()
    {
        var user = "exec: {apiVersion: client.authentication.k8s.io/v1, command: nsmps-no-such-plugin, installHint: " + Secret + "}";
        using var client = Connect(KubeconfigFolder.Config("one", "https://one.test:6443", "", user), "nsmps-no-such-plugin");

        var error = await Assert.ThrowsAsync<NsmException>(() => client.GetServerVersionAsync(TestContext.Current.CancellationToken));

        Assert.Equal(NsmErrors.CredentialPluginFailed, error.Error);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/bin/sh")]
    [InlineData("a\\b")]
    [InlineData(" ")]
    public void AllowedPlugins_NoBareName_IsInvalid(string name) =>
        Assert.Equal(NsmErrors.OptionInvalid,
            Assert.Throws<NsmException>(() => new RemoteKubeconfig("a: 1") { AllowedPlugins = [name] }).Error);

    [Fact]
    public void ToString_Always_HidesTheText() =>
        Assert.DoesNotContain(Secret, new RemoteKubeconfig(Secret).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Connect_MismatchedKey_IsInvalid()
    {
        using var authority = new TestAuthority();
        var certificate = KubeconfigFolder.Base64(authority.IssueClient("jane").Certificate);
        var key = KubeconfigFolder.Base64(authority.IssueClient("john").Key);

        var error = Refuse(KubeconfigFolder.Config("one", "https://one", "",
            $"client-certificate-data: {certificate}\nclient-key-data: {key}"));

        Assert.Equal(NsmErrors.KubeconfigInvalid, error.Error);
        Assert.DoesNotContain(key, error.ToString(), StringComparison.Ordinal);
    }

    private ClusterClient Connect(string text, params string[] plugins) =>
        ClusterClient.Connect(new RemoteKubeconfig(text) { AllowedPlugins = [.. plugins] }, _folder.Environment, TimeProvider.System);

    private NsmException Refuse(string text, params string[] plugins) => Assert.Throws<NsmException>(() => Connect(text, plugins));
}
