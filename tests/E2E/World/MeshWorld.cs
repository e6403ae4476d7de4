using System.Management.Automation;
using NsmPS.Module.Tests.Engine;

namespace NsmPS.E2E.World;

/// <summary>The cluster and an engine with the module, with the ways to bring both into a
/// known state. All of them use the product's own commands.</summary>
public sealed class MeshWorld : IAsyncLifetime
{
    /// <summary>By this the engine, the processes under test and the tests' own client find the cluster.</summary>
    internal const string KubeconfigVariable = "KUBECONFIG";

    private ModuleEngine? _engine;
    private DirectoryInfo? _state;
    private EndedPods? _ended;

    internal ModuleEngine Engine => _engine ?? throw new InvalidOperationException("no engine");

    public async ValueTask InitializeAsync()
    {
        _engine = ModuleEngine.Start();

        // Nobody is there to answer; tests of questions ask for them with -Confirm.
        Run("$global:ConfirmPreference = 'None'").ThrowIfFailed();

        // What sandboxes and adapters leave for other shells is apart from that of tests which run at the same time.
        _state = Directory.CreateTempSubdirectory("nsmps-e2e-");
        Environment.SetEnvironmentVariable("XDG_STATE_HOME", _state.FullName);
        Environment.SetEnvironmentVariable(KubeconfigVariable, Settings.Kubeconfig ?? StartSandbox());
        _ended = Settings.Kubeconfig is not null && Settings.HasLab ? new EndedPods() : null;
        await HealAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await HealAsync();
            EnsureNoMesh();
            if (_ended is not null)
            {
                await _ended.DisposeAsync();
            }

            if (Settings.Kubeconfig is null)
            {
                Run("Stop-NsmSandbox -All").ThrowIfFailed();
            }

            _engine.Dispose();
            _state?.Delete(recursive: true);
        }
    }

    /// <summary>Skips the test on a sandbox.</summary>
    public static void RequireCluster() => Assert.SkipWhen(Settings.Kubeconfig is null,
        "needs a real cluster: set NSMPS_E2E_KUBECONFIG to the kubeconfig of one that may be changed");

    /// <summary>Skips the test where faults cannot be switched on.</summary>
    public static void RequireLab()
    {
        RequireCluster();
        Assert.SkipUnless(Settings.HasLab, "needs the images of tests/lab, which can be told to misbehave");
    }

    /// <summary>Runs a script with arguments in <c>$args</c>.</summary>
    internal EngineResult Run(string script, params object[] arguments) => Engine.Run(script, arguments);

    /// <summary>What a script that must succeed gives, each as text.</summary>
    internal IReadOnlyList<string> Texts(string script) => [.. Run(script).ThrowIfFailed().Output.Select(item => $"{item}")];

    internal PSObject One(string script, params object[] arguments) => Assert.Single(Run(script, arguments).ThrowIfFailed().Output);

    /// <summary>Until the result is disposed of, what is removed is cleared away and proves
    /// nothing: <see cref="EndedPods"/> are given up at once.</summary>
    public IDisposable? Preparation() => _ended?.Prepare();

    public void EnsureNoMesh()
    {
        using var preparation = Preparation();
        EnsureNoSample();
        Run("Get-NsmSampleApp | ForEach-Object { Remove-NsmSampleApp $_.Name -Namespace $_.Namespace -Timeout 120 }").ThrowIfFailed();
        Run("Uninstall-NsmMesh -Timeout 180").ThrowIfFailed();
    }

    public void EnsureNoSample()
    {
        using var preparation = Preparation();
        Run("Remove-NsmSampleApp icmp-responder -Timeout 120").ThrowIfFailed();
    }

    /// <summary>The mesh of v0.2.1. One of another release or plane, which a class before left, gives way to it.</summary>
    public void EnsureMesh(string plane = "kernel")
    {
        if (Texts("Get-NsmMesh | ForEach-Object { \"$($_.Version) $($_.ForwardingPlane)\" }") is [var other] && other != $"v0.2.1 {plane}")
        {
            EnsureNoMesh();
        }

        Assert.Equal("Ready", Property(One("Install-NsmMesh v0.2.1 -ForwardingPlane $args[0] -Timeout 180", plane), "State"));
    }

    public void EnsureSample() => Assert.Equal("Ready", Property(One("New-NsmSampleApp icmp-responder -Timeout 120"), "State"));

    /// <summary>The rows of a connectivity test, whatever their verdict.</summary>
    internal IReadOnlyList<PSObject> Ping(string arguments = "-Count 1") => [.. Run($"Test-NsmIcmpConnectivity {arguments}").Output];

    public static async Task HealAsync()
    {
        if (Settings.HasLab && Settings.Kubeconfig is not null)
        {
            var faults = Tool.LabAsync("fault", "all", "off");
            var nodes = await NodesAsync();
            await Task.WhenAll([faults, .. nodes.Select(node => Tool.LabAsync("links", node, "clean")),
                Tool.KubectlAsync(["uncordon", .. nodes])]);
        }
    }

    public static async Task<IReadOnlyList<string>> NodesAsync() =>
        (await Tool.KubectlAsync("get", "nodes", "-o", "jsonpath={.items[*].metadata.name}")).Split(' ',
            StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Two nodes, as the cluster of tests/cluster has. Commands of other
    /// processes find it by its kubeconfig, as they find that one.</summary>
    private string StartSandbox() =>
        Property(One("$s = Start-NsmSandbox -Node 2 -PassThru; Disconnect-NsmCluster; $s"), "Kubeconfig");

    internal static string Property(PSObject item, string name) => item.Properties[name].Value?.ToString() ?? "";

    internal static IReadOnlyList<string> Column(IEnumerable<PSObject> items, string name) =>
        [.. items.Select(item => Property(item, name))];
}
