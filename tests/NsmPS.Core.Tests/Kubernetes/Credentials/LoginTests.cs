using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Credentials;

namespace NsmPS.Core.Tests.Kubernetes.Credentials;

/// <summary>Credential programs that need a user: what they show, how long they may take, and what they may read.</summary>
public sealed class LoginTests : IDisposable
{
    private const string V1 = "client.authentication.k8s.io/v1";
    private const string Answer =
        "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"good\"}}'";

    private readonly KubeconfigFolder _folder = new();
    private readonly TestAuthority _authority = new();

    public LoginTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The plugins of these tests are shell scripts.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task Run_PrintsErrors_AreShownWhileItRuns()
    {
        var go = _folder.PathOf("go");
        var screen = new LoginScreen();
        var run = RunAsync("printf '\\033[1mOpen\\033[0m https://login.test/x?code=0123456789abcdef0123456789abcdef01234567\\nCode: ' >&2"
            + "\n"
            + $"while [ ! -e {go} ]; do sleep 0.05; done\necho done >&2; printf end >&2\n{Answer}", screen);
        await UntilAsync(() => screen.Text.EndsWith("Code: ", StringComparison.Ordinal));
        Assert.False(run.IsCompleted);
        _folder.Write("go", "");
        Assert.Equal("Bearer good", (await run).Credential.Authorization!.ToString());
        Assert.Equal("Open https://login.test/x?code=0123456789abcdef0123456789abcdef01234567\nCode: done\nend\n", screen.Text);
    }

    [Theory]
    [InlineData("Never", true, false)]
    [InlineData("IfAvailable", true, true)]
    [InlineData("IfAvailable", false, false)]
    [InlineData("Always", true, true)]
    public async Task Run_Mode_DecidesWhetherItIsToldOfATerminal(string mode, bool terminal, bool expected)
    {
        var seen = _folder.PathOf("seen");
        await RunAsync($"printf '%s' \"$KUBERNETES_EXEC_INFO\" > {seen}\n{Answer}", new LoginScreen { HasTerminal = terminal }, mode);
        var info = JsonNode.Parse(await File.ReadAllTextAsync(seen, Token))!;
        Assert.Equal(expected, (bool)info["spec"]!["interactive"]!);
    }

    [Fact]
    public async Task Run_WithoutTerminal_ItsInputIsEmpty()
    {
        var seen = _folder.PathOf("seen");
        await RunAsync($"cat > {seen}; {Answer}", new LoginScreen());
        Assert.Equal(0, new FileInfo(seen).Length);
    }

    [Theory]
    [InlineData(true, 900)]
    [InlineData(false, 60)]
    public async Task Run_Hanging_EndsWithItsOwnLimitAndName(bool watched, int seconds)
    {
        var started = _folder.PathOf("started");
        var time = new FakeTimeProvider();
        var run = RunAsync($"touch {started}; sleep 1000", new LoginScreen { IsWatched = watched }, time: time);
        await UntilAsync(() => File.Exists(started));
        time.Advance(TimeSpan.FromSeconds(seconds - 1));
        await Task.Delay(50, Token);
        Assert.False(run.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        var error = await Assert.ThrowsAsync<NsmException>(() => run);
        Assert.Contains($"'/bin/sh' did not deliver: it did not end within {seconds} s", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config: {project: garden-a, list: [1]}", "{\"config\":{\"project\":\"garden-a\",\"list\":[1]}}")]
    [InlineData("just text", "\"just text\"")]
    public async Task Run_ClusterExtension_IsPassed(string extension, string expected)
    {
        var seen = _folder.PathOf("seen");
        var cluster = KubeconfigReader.Read("config", "clusters: [{name: c, cluster: {server: 'https://c', extensions: [{name: other, "
            + $"extension: {{a: 1}}}}, {{name: client.authentication.k8s.io/exec, extension: {{{extension}}}}}]}}}}]"
                .Replace("{just text}", "just text", StringComparison.Ordinal)).Clusters[0].Read();
        foreach (var provide in (bool[])[true, false])
        {
            await RunAsync($"printf '%s' \"$KUBERNETES_EXEC_INFO\" > {seen}\n{Answer}", null, cluster: cluster, provide: provide);
            var info = JsonNode.Parse(await File.ReadAllTextAsync(seen, Token))!["spec"]!["cluster"];
            Assert.Equal(provide ? expected : null, info?["config"]?.ToJsonString());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_LoginTakesLongerThanARequestMay_Succeeds(bool byExec)
    {
        using var certificate = _authority.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server, $"sleep 2\n{Answer}", TimeSpan.FromSeconds(1));
        await (byExec ? client.ExecAsync("ns", "pod", "main", ["true"], TimeSpan.FromSeconds(1.5), Token)
            : (Task)client.GetServerVersionAsync(Token));
        Assert.Equal("Bearer good", server.Seen[^1].Headers.Authorization.ToString());
    }

    [Fact]
    public async Task Request_LoginIsNeededAgainInTheMiddle_Succeeds()
    {
        var again = _folder.PathOf("again");
        using var certificate = _authority.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server, $"""
            if [ -e {again} ]; then echo "log in again" >&2; sleep 2; {Answer.Replace("good", "new", StringComparison.Ordinal)}
            else touch {again}; {Answer}; fi
            """, TimeSpan.FromSeconds(1));
        await client.GetServerVersionAsync(Token);
        server.Refuse = context => context.Request.Headers.Authorization == "Bearer new" ? null : 401;
        await client.GetServerVersionAsync(Token);
        Assert.Equal(["Bearer good", "Bearer good", "Bearer new"], server.Seen.Select(seen => seen.Headers.Authorization.ToString()));
    }

    [Fact]
    public async Task Run_SeveralWantTheTerminal_OneAfterTheOther()
    {
        var log = _folder.PathOf("log");
        var screen = new LoginScreen { HasTerminal = true };
        var script = $"echo begin >> {log}; sleep 0.3; echo end >> {log}\n{Answer}";

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RunAsync(script, screen)));

        Assert.Equal(["begin", "end", "begin", "end", "begin", "end"], await File.ReadAllLinesAsync(log, Token));
    }

    [Fact]
    public async Task Run_TerminalIsTaken_OneThatNeedsNoneRunsAllTheSame()
    {
        var screen = new LoginScreen { HasTerminal = true };
        using var taken = await screen.TakeTerminalAsync(Token);

        Assert.NotNull(await RunAsync(Answer, screen, KubeconfigPlugin.Never));
    }

    private async Task<ClusterClient> ConnectAsync(TlsServer server, string script, TimeSpan requestTimeout)
    {
        var path = _folder.Write("login.sh", script);
        var file = _folder.Write("config", KubeconfigFolder.Config("tls", server.Address.AbsoluteUri,
            $"certificate-authority-data: {KubeconfigFolder.Base64(_authority.Pem)}\n",
            $"exec: {{apiVersion: {V1}, command: /bin/sh, args: [{path}]}}"));
        var options = new ClusterOptions { Kubeconfig = file, RequestTimeout = requestTimeout };
        return await ClusterClient.ConnectAsync(options, _folder.Environment, TimeProvider.System, Token);
    }

    private Task<PluginAnswer> RunAsync(string script, LoginScreen? screen, string mode = "IfAvailable", TimeProvider? time = null,
        KubeconfigCluster? cluster = null, bool provide = false)
    {
        var plugin = new KubeconfigPlugin(V1, "/bin/sh")
        {
            Arguments = [_folder.Write($"plugin-{Guid.NewGuid():n}.sh", script)],
            InteractiveMode = mode,
            ProvideClusterInfo = provide,
        };
        return new PluginRunner("one", plugin, cluster ?? new KubeconfigCluster("c"), screen, time ?? TimeProvider.System).RunAsync(Token);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, "a minute in vain");
            await Task.Delay(10, Token);
        }
    }
}
