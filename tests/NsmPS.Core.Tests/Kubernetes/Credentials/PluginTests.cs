using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Credentials;

namespace NsmPS.Core.Tests.Kubernetes.Credentials;

/// <summary>Credential plugins as real programs: shell scripts, so not on Windows.</summary>
public sealed class PluginTests : IDisposable
{
    private const string V1 = "client.authentication.k8s.io/v1";
    private const string Secret = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.secret";

    private readonly KubeconfigFolder _folder = new();

    public PluginTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The plugins of these tests are shell scripts.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Token_IsReadWithItsExpiry()
    {
        var answer = await RunAsync(
            Script(
                $$$"""
                echo '{"apiVersion":"{{{V1}}}","kind":"ExecCredential",'\
                '"status":{"token":"abc","expirationTimestamp":"2030-01-02T03:04:05Z"}}'
                """));
        Assert.Equal("Bearer abc", answer.Credential.Authorization!.ToString());
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero), answer.Expires);
    }

    [Theory]
    [InlineData("{\"apiVersion\":\"" + V1 + "\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"old\",\"token\":\"abc\"}}")]
    [InlineData("apiVersion: " + V1 + "\nkind: ExecCredential\nstatus: {token: abc}\n")]
    public void Read_KeyTwiceOrYaml_IsReadAsKubectlDoes(string text) =>
        Assert.Equal("Bearer abc", PluginAnswer.Read(text, V1).Credential.Authorization!.ToString());

    [Fact]
    public async Task Run_ClientCertificate_IsRead()
    {
        using var authority = new TestAuthority();
        (var certificate, var key) = authority.IssueClient("jane");
        var status = new JsonObject { ["clientCertificateData"] = certificate, ["clientKeyData"] = key };
        var file = _folder.Write("answer",
            new JsonObject { ["apiVersion"] = V1, ["kind"] = "ExecCredential", ["status"] = status }.ToJsonString());
        var answer = await RunAsync(new KubeconfigPlugin(V1, "cat") { Arguments = [file] });
        Assert.Equal("CN=jane", answer.Credential.Certificate!.Context.TargetCertificate.Subject);
        Assert.Null(answer.Credential.Authorization);
    }

    [Fact]
    public async Task Run_ArgumentsVariablesAndInfo_ReachTheProgramWhole()
    {
        var seen = _folder.PathOf("seen");
        var plugin = Script($$$"""
            printf '%s\n' "$#" "$1" "$2" "$EXTRA" "$KUBERNETES_EXEC_INFO" > {{{seen}}}
            echo '{"apiVersion":"{{{V1}}}","kind":"ExecCredential","status":{"token":"abc"}}'
            """) with
        { ProvideClusterInfo = true, Variables = [new("EXTRA", "a b")] };
        await RunAsync(plugin with { Arguments = [.. plugin.Arguments, "two words", "$HOME; 'x'"] });
        var lines = await File.ReadAllLinesAsync(seen, Token);
        Assert.Equal(["2", "two words", "$HOME; 'x'", "a b"], lines[..4]);
        var info = (JsonObject)JsonNode.Parse(lines[4])!;
        Assert.Equal(("ExecCredential", V1), ((string?)info["kind"], (string?)info["apiVersion"]));
        Assert.False((bool)info["spec"]!["interactive"]!);
        Assert.Equal("https://c:1", (string?)info["spec"]!["cluster"]!["server"]);
    }

    [Theory]
    [InlineData("echo not-json-" + Secret, "not JSON")]
    [InlineData("echo '{\"kind\":\"Pod\",\"token\":\"" + Secret + "\"}'", "not an ExecCredential")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\""
        + Secret + "\"}}'", "not an ExecCredential of client.authentication.k8s.io/v1")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\"}'", "no status")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{}}'",
        "neither a token nor")]
    [InlineData("echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"clientKeyData\":\""
        + Secret + "\"}}'", "do not fit")]
    [InlineData("echo please log in >&2; echo " + Secret + " >&2; exit 3", "exit code 3: please log in")]
    public async Task Run_BadAnswer_IsRefusedWithoutQuotingSecrets(string script, string expected)
    {
        var error = await Assert.ThrowsAsync<NsmException>(() => RunAsync(Script(script)));
        Assert.Equal("CredentialPluginFailed", error.Error.Id);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJhbGci", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client.authentication.k8s.io/v1alpha1", "Never", "protocol")]
    [InlineData(V1, "Always", "it wants to ask at a terminal (interactiveMode Always), and there is none")]
    public async Task Run_UnusableConfiguration_StartsNothing(string apiVersion, string mode, string expected)
    {
        var touched = _folder.PathOf("touched");
        var error = await Assert.ThrowsAsync<NsmException>(() =>
            RunAsync(Script($"touch {touched}") with { ApiVersion = apiVersion, InteractiveMode = mode }));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(touched));
    }

    [Fact]
    public async Task Run_ProgramMissing_GivesTheInstallHint()
    {
        var plugin = new KubeconfigPlugin(V1, "no-such-program-of-nsmps") { InstallHint = "Get it from the vendor." };
        var error = await Assert.ThrowsAsync<NsmException>(() => RunAsync(plugin));
        Assert.Equal("CredentialPluginFailed", error.Error.Id);
        Assert.Contains("Get it from the vendor", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Hanging_IsKilledAtTheLimit()
    {
        var pid = _folder.PathOf("pid");
        var error = await Assert.ThrowsAsync<NsmException>(() =>
            RunAsync(Script($"echo $$ > {pid}; sleep 1000"), TimeSpan.FromSeconds(0.5)));
        Assert.Contains("did not end within 0.5 s", error.Message, StringComparison.Ordinal);
        await AssertGoneAsync(pid);
    }

    [Fact]
    public async Task Run_Cancelled_IsKilledAndThrowsCancellation()
    {
        var pid = _folder.PathOf("pid");
        using var source = new CancellationTokenSource();
        var run = RunnerOf(Script($"echo $$ > {pid}; sleep 1000"), TimeSpan.FromMinutes(1)).RunAsync(source.Token);
        await UntilAsync(() => File.Exists(pid) && File.ReadAllText(pid).Length > 0);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await AssertGoneAsync(pid);
    }

    [Fact]
    public async Task Run_ProgramLeavesAChildBehind_DoesNotWaitForIt()
    {
        var pid = _folder.PathOf("pid");
        var plugin = Script($$$"""
            sleep 1000 &
            echo $! > {{{pid}}}
            echo '{"apiVersion":"{{{V1}}}","kind":"ExecCredential","status":{"token":"abc"}}'
            """);

        Assert.Equal("Bearer abc", (await RunAsync(plugin)).Credential.Authorization!.ToString());

        using var child = Process.GetProcessById(
            int.Parse(await File.ReadAllTextAsync(pid, Token), System.Globalization.CultureInfo.InvariantCulture));
        Assert.False(child.HasExited);
        child.Kill();
    }

    [Fact]
    public async Task Run_AnswerIsReadLate_IsWaitedFor()
    {
        var pid = _folder.PathOf("pid");
        var time = new FakeTimeProvider();
        var plugin = Script($$$"""
            (sleep 0.5; echo '{"apiVersion":"{{{V1}}}","kind":"ExecCredential","status":{"token":"abc"}}') &
            echo $$ > {{{pid}}}
            """);
        var run = new PluginRunner("one", plugin, new KubeconfigCluster("c") { Server = "https://c:1" }, screen: null, time)
        { Timeout = TimeSpan.FromMinutes(2) }.RunAsync(Token);
        await AssertGoneAsync(pid);

        // The program has ended, and nothing of its output is here yet.
        for (var second = 0; second < 6; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Token);
        }

        Assert.Equal("Bearer abc", (await run).Credential.Authorization!.ToString());
    }

    [Fact]
    public async Task Source_ExpiringToken_IsRenewedBeforeItEnds()
    {
        var time = new FakeTimeProvider();
        var runs = 0;
        using var source = new PluginCredential(_ =>
            Task.FromResult(new PluginAnswer(RequestCredential.Bearer($"t{++runs}"), time.GetUtcNow().AddMinutes(5))), time);
        var first = await source.GetAsync(Token);
        Assert.Same(first, await source.GetAsync(Token));
        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(9));
        Assert.Equal("Bearer t2", (await source.GetAsync(Token)).Authorization!.ToString());
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Source_SeveralCallersAtOnce_RunsOnce()
    {
        var runs = 0;
        var answer = new TaskCompletionSource<PluginAnswer>();
        using var source = new PluginCredential(
            _ =>
            {
                Interlocked.Increment(ref runs);
                return answer.Task;
            },
            TimeProvider.System);
        Task<RequestCredential>[] calls = [.. Enumerable.Range(0, 5).Select(_ => source.GetAsync(Token).AsTask())];
        answer.SetResult(new PluginAnswer(RequestCredential.Bearer("t"), null));
        var credentials = await Task.WhenAll(calls);
        Assert.All(credentials, credential => Assert.Same(credentials[0], credential));
        var renewed = await Task.WhenAll(source.RenewAsync(credentials[0], Token).AsTask(),
            source.RenewAsync(credentials[0], Token).AsTask());
        Assert.Equal(3, runs + renewed.Count(credential => credential is null));
    }

    private KubeconfigPlugin Script(string text) =>
        new(V1, "/bin/sh") { Arguments = [_folder.Write($"plugin-{Guid.NewGuid():n}.sh", text)] };

    private static Task<PluginAnswer> RunAsync(KubeconfigPlugin plugin, TimeSpan? timeout = null) =>
        RunnerOf(plugin, timeout ?? TimeSpan.FromMinutes(2)).RunAsync(Token);

    private static PluginRunner RunnerOf(KubeconfigPlugin plugin, TimeSpan timeout) =>
        new("one", plugin, new KubeconfigCluster("c") { Server = "https://c:1" }, screen: null, TimeProvider.System) { Timeout = timeout };

    private static async Task AssertGoneAsync(string pidFile)
    {
        await UntilAsync(() => File.Exists(pidFile) && File.ReadAllText(pidFile).Length > 0);
        var pid = int.Parse(await File.ReadAllTextAsync(pidFile, Token), System.Globalization.CultureInfo.InvariantCulture);
        await UntilAsync(() => !Directory.Exists($"/proc/{pid}"));
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
