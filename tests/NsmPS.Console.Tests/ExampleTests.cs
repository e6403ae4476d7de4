namespace NsmPS.Console.Tests;

/// <summary>The examples as a newcomer runs them: the real program, the real module, sandboxes.</summary>
public sealed class ExampleTests : IDisposable
{
    private const string EveryWire = "4 of 4 wires are good.";

    // What is started here is seen and stopped by nobody else, and nobody's cluster is reached.
    private readonly string _state = Directory.CreateTempSubdirectory("nsmps-examples-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public async Task FirstRun_Newcomer_SeesTheFaultFoundAndLeavesNothing()
    {
        ConsoleRun run = await ScriptAsync("first-run.ps1");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("simulated", run.Lines[0], StringComparison.Ordinal);
        Assert.Matches(@"icmp-responder-nsc-\S+ on sandbox-node-\d: NoReply\. 0 of 1 packets came back", run.Output);
        Assert.Matches(@"^Done in \d+\.\d s, on a simulated cluster\.", run.Lines[^1]);
        Assert.Equal("", (await CommandAsync("Get-NsmSandbox")).Output);
    }

    [Fact]
    public async Task SeveralClusters_NoneNamed_StartsTwoAndProvesBoth()
    {
        ConsoleRun run = await ScriptAsync("several-clusters.ps1");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.Lines.Where(line => line.EndsWith(EveryWire, StringComparison.Ordinal)).Distinct().Count());
    }

    [Fact]
    public async Task SeveralClusters_OneDoesNotExist_NamesItAndFails()
    {
        ConsoleRun run = await CommandAsync($"$one = Start-NsmSandbox -PassThru; & '{Path("several-clusters.ps1")}' -Kubeconfig $one.Kubeconfig -Context \"$($one.Context),nowhere\"; exit $LASTEXITCODE");

        Assert.Contains(EveryWire, run.Output, StringComparison.Ordinal);
        Assert.Contains("error: nowhere: ", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public async Task MesheryAdapter_NoClusterNamed_InstallsProvesAndRemovesByTheAdapter()
    {
        ConsoleRun run = await ScriptAsync("meshery-adapter.ps1", "-Port", "0");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(2, run.Lines.Count(line => line.Contains("installed successfully", StringComparison.Ordinal)));
        Assert.Equal(2, run.Lines.Count(line => line.Contains("removed successfully", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task CiGate_EachOutcome_ExitsWithItsCode()
    {
        string gate = $"& '{Path("ci-gate.ps1")}' -Kubeconfig $sandbox.Kubeconfig -Timeout 60 -ClientReplicas 2 -Count 1";
        try
        {
            ConsoleRun prepared = await CommandAsync($"""
                $sandbox = Start-NsmSandbox -Detached -PassThru
                {gate}
                "good $LASTEXITCODE, left $(@(Get-NsmMesh).Count)"
                $null = Install-NsmMesh
                Set-NsmSandboxFault ServerError -Method DELETE
                {gate}
                "not removed $LASTEXITCODE, left $(@(Get-NsmMesh).Count)"
                Set-NsmSandboxFault -Clear
                Uninstall-NsmMesh -Force
                Set-NsmSandboxFault WireLoss
                $sandbox.Kubeconfig
                """);
            ConsoleRun bad = await ScriptAsync("ci-gate.ps1", "-Kubeconfig", prepared.Lines[^1], "-ClientReplicas", "2", "-Count", "1");
            ConsoleRun unknown = await ScriptAsync("ci-gate.ps1", "-Kubeconfig", prepared.Lines[^1], "-Version", "v9");

            Assert.Contains("good 0, left 0", prepared.Lines);
            Assert.Contains("not removed 3, left 1", prepared.Lines);
            Assert.Equal(1, bad.ExitCode);
            Assert.Contains("0 of 2 wires are good.", bad.Lines);
            Assert.Equal(2, unknown.ExitCode);
            Assert.Contains("ci-gate: There is no release 'v9'", unknown.Error, StringComparison.Ordinal);
            Assert.Equal("", (await CommandAsync($"Get-NsmMesh -Kubeconfig '{prepared.Lines[^1]}'")).Output);
        }
        finally
        {
            await CommandAsync("Stop-NsmSandbox -All");
        }
    }

    private static string Path(string script) => System.IO.Path.Combine(ConsoleProgram.Examples, script);

    private Task<ConsoleRun> ScriptAsync(string script, params string[] arguments) => RunAsync(["-NonInteractive", "-File", Path(script), .. arguments]);

    private Task<ConsoleRun> CommandAsync(string command) => RunAsync(["-NonInteractive", "-Command", command]);

    private Task<ConsoleRun> RunAsync(string[] arguments) =>
        ConsoleProcess.RunAsync(arguments, Token, "", ("NSMPS_MODULE_PATH", null), ("XDG_STATE_HOME", _state), ("KUBECONFIG", System.IO.Path.Combine(_state, "none")));
}
