using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Kubernetes.Config.Kubectl;

/// <summary>The same kubeconfigs are given to NsmPS and to kubectl: both connect, as the same user, or both refuse.</summary>
public sealed class KubectlAgreesTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly KubeconfigMachine _machine = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The plugins of these tests are shell scripts.");
        await _machine.StartAsync(Token);
    }

    public ValueTask DisposeAsync() => _machine.DisposeAsync();

    [Fact]
    public Task NsmPS_EveryKubeconfig_DoesWhatIsRecorded() => AssertAsync("NsmPS", form => form.NsmPS, AskAsync);

    [Fact]
    public async Task Kubectl_OfThisMachine_DoesWhatIsRecorded()
    {
        Assert.SkipUnless(HasKubectl(), "There is no kubectl on the PATH; its recorded answers are tested without it.");
        await AssertAsync("kubectl", form => form.Kubectl, AskKubectlAsync);
    }

    [Fact]
    public void Differences_All_AreInTheDocumentation()
    {
        var text = File.ReadAllText(Path.Combine(Repository.ManifestFolder, "..", "docs", "kubeconfig.md"));
        var page = string.Join(' ', text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
        Assert.All(KubeconfigCases.All, form =>
            Assert.True(form.Difference is null || page.Contains(form.Difference, StringComparison.Ordinal), form.Difference));
        Assert.All(KubeconfigCases.All, form => Assert.True(form.Difference is not null || form.Kubectl == form.NsmPS, form.Name));
        Assert.InRange(KubeconfigCases.All.Count, 60, int.MaxValue);
    }

    private async Task AssertAsync(string who, Func<KubeconfigCase, string?> expected,
        Func<string, CancellationToken, Task<string?>> ask)
    {
        var faults = new ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token };
        await Parallel.ForEachAsync(KubeconfigCases.All.Index(), options,
            async (form, token) =>
            {
                var got = await ask(_machine.Write($"config-{form.Index}", form.Item.Text), token);
                var wanted = expected(form.Item) is { } text ? _machine.Fill(text) : null;
                if (got != wanted)
                {
                    faults.Add($"{form.Item.Name}: expected {wanted ?? "a refusal"}, got {got ?? "a refusal"}");
                }
            });
        output.WriteLine($"{who}: {KubeconfigCases.All.Count - faults.Count} of {KubeconfigCases.All.Count} as recorded");
        Assert.True(faults.IsEmpty, string.Join('\n', faults.Order(StringComparer.Ordinal)));
    }

    private async Task<string?> AskAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var options = new ClusterOptions { Kubeconfig = file, OutageBudget = TimeSpan.FromMilliseconds(100) };
            using var client = await ClusterClient.ConnectAsync(options, _machine.Environment, TimeProvider.System, cancellationToken);
            return await client.GetServerVersionAsync(cancellationToken);
        }
        catch (NsmException)
        {
            return null;
        }
    }

    private async Task<string?> AskKubectlAsync(string file, CancellationToken cancellationToken)
    {
        using var kubectl = Process.Start(Kubectl("--kubeconfig", file, "get", "--raw", "/version"))!;
        kubectl.StandardInput.Close();
        var errors = kubectl.StandardError.ReadToEndAsync(cancellationToken);
        var answer = await kubectl.StandardOutput.ReadToEndAsync(cancellationToken);
        await errors;
        await kubectl.WaitForExitAsync(cancellationToken);
        return kubectl.ExitCode == 0 ? (string?)JsonNode.Parse(answer)!["gitVersion"] : null;
    }

    private static bool HasKubectl()
    {
        try
        {
            using var kubectl = Process.Start(Kubectl("version", "--client"))!;
            kubectl.WaitForExit();
            return kubectl.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static ProcessStartInfo Kubectl(params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in (string[])["KUBECONFIG", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"])
        {
            start.Environment.Remove(name);
        }

        return start;
    }
}
