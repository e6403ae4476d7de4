using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Pester;

/// <summary>
/// The Pester files run in the real engine on sandboxes, with a state folder of their own and with a stand-in for Pester's commands. What they assert is proven by
/// that; that Pester itself runs them alike is not.
/// </summary>
public sealed class PesterRunTests : IDisposable
{
    private const string Passed = "Passed ";
    private const string Failed = "Failed ";

    private readonly string _folder = Directory.CreateTempSubdirectory("nsmps-pester-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // In one process, because most of what a run costs is its first use of everything.
    [Fact]
    public async Task ModuleFiles_OnSandboxes_Pass()
    {
        var lines = await ScriptAsync(string.Join("; ", PesterFolder.ModuleFiles.Select(file => $"'{file}'; {Command(PesterFolder.FullPath(file))}")));

        AssertPassed(lines.Except(PesterFolder.ModuleFiles));
        Assert.All(PesterFolder.ModuleFiles, file => Assert.StartsWith(Passed, lines.SkipWhile(line => line != file).ElementAtOrDefault(1), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Suite_GoodAndBadCluster_FindsTheWireThatIsBad()
    {
        const string Prepare = "$sandbox = Start-NsmSandbox -PassThru; $null = Install-NsmMesh; $null = New-NsmSampleApp icmp-responder";
        const string Spoil = "$victim = (Test-NsmIcmpConnectivity -Count 1)[0].Client; Set-NsmSandboxFault WireLoss -Target $victim; \"victim $victim\"; Disconnect-NsmCluster";
        var run = $"{Command(PesterFolder.FullPath(PesterFolder.Suite))} -Data @{{ Kubeconfig = $sandbox.Kubeconfig; Context = $sandbox.Context }}";

        var lines = await ScriptAsync($"{Prepare}; {run}; {Spoil}; {run}; $sandbox | Stop-NsmSandbox");

        // 4 about the mesh and the sample, one for each of 3 nodes, 1 about the wires, one for each of 4 clients.
        const int Tests = 12;
        var victim = lines[Tests]["victim ".Length..];
        AssertPassed(lines.Take(Tests));
        Assert.Equal(Tests, lines.Skip(Tests + 1).Count());
        Assert.Contains(victim, Assert.Single(lines, line => line.StartsWith(Failed, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StandIn_EveryWayToFail_Fails()
    {
        string[] bad =
        [
            "1 | Should -Be 2", "1, 2 | Should -Be 1", "1 | Should -Be 1, 2", "1, 2 | Should -Be 2, 1", "'a' | Should -Not -Be 'A'", "Get-Nothing | Should -Be 1",
            "$null | Should -Not -BeNullOrEmpty", "'x' | Should -BeNullOrEmpty", "0 | Should -BeTrue", "1 | Should -BeFalse", "1 | Should -BeGreaterThan 1", "1 | Should -BeGreaterOrEqual 2",
            "'ab' | Should -BeLike 'b*'", "'ab' | Should -Match '^b'", "1, 'x' | Should -BeOfType 'System.Int32'", "1, 2 | Should -Contain 3", "1, 2 | Should -HaveCount 3",
            "{ } | Should -Throw", "{ throw 'x' } | Should -Not -Throw", "{ throw 'x' } | Should -Throw -ErrorId 'y'", "throw 'bare'", "$body | Should -Be 1", "$left | Should -Be 1",
        ];
        var file = Path.Combine(_folder, "Bad.Tests.ps1");
        var script = $$"""
            param([string] $Given = 'given')
            $body = 1
            BeforeDiscovery { $cases = @{ word = 'one' }, @{ word = 'two' } }
            BeforeAll { $set = 'set' }
            Describe 'good' { It 'sees <word>' -ForEach $cases { $left = 1; "$word $set $Given" | Should -BeLike '*o* set given' } }
            Describe 'bad' {
                {{string.Join('\n', bad.Select((line, number) => $"It '{number}' {{ {line} }}"))}}
            }
            Describe 'set up badly' { BeforeAll { throw 'x' }; It 'never runs' { } }
            """;
        await File.WriteAllTextAsync(file, script, TestContext.Current.CancellationToken);

        var lines = await ScriptAsync(Command(file));

        string[] expected = [$"{Passed}good. sees one", $"{Passed}good. sees two", .. bad.Select((_, number) => $"{Failed}bad. {number} "), $"{Failed}set up badly. "];
        Assert.Equal(expected, lines.Zip(expected, (line, start) => line.StartsWith(start, StringComparison.Ordinal) ? start : line));
        Assert.Equal(expected.Length, lines.Count);
    }

    // What failed is told whole.
    private static void AssertPassed(IEnumerable<string> lines)
    {
        string[] others = [.. lines.Where(line => !line.StartsWith(Passed, StringComparison.Ordinal))];
        Assert.True(others.Length == 0, string.Join('\n', others));
    }

    private static string Command(string file) => $". '{PesterFolder.Runner}' -Path '{file}'";

    // Pester leaves the preference alone; the process stops at errors otherwise.
    private Task<IReadOnlyList<string>> ScriptAsync(string script) => EngineProcess.RunAsync(
        $"$ErrorActionPreference = 'Continue'; $env:XDG_STATE_HOME = '{_folder}'; Import-Module $Manifest; Import-Module '{PesterFolder.StandIn}'; {script}",
        TestContext.Current.CancellationToken);
}
