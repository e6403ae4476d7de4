namespace NsmPS.Console.Tests.Examples;

/// <summary>ci-gate.ps1 and its exit codes.</summary>
public sealed class CiGateTests : Example
{
    [Fact]
    public async Task CiGate_EachOutcome_ExitsWithItsCode()
    {
        string gate = $"& '{PathOf("ci-gate.ps1")}' -Kubeconfig $sandbox.Kubeconfig -Timeout 60 -ClientReplicas 2 -Count 1";
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
}
