using NsmPS.Module.Tests.Adapter;
using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Sandbox;

/// <summary>The real sandbox, started and stopped by the commands.</summary>
public sealed class SandboxLifeTests : IDisposable
{
    private readonly ModuleEngine _engine = ModuleEngine.Start();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nsmps-sandbox-");

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Start_Sandbox_IsTheSessionsClusterUntilItStops()
    {
        var sandbox = Assert.Single(_engine.Run("Start-NsmSandbox -Node 2 -KubernetesVersion 1.31.4 -PassThru").ThrowIfFailed().Output);
        var (address, kubeconfig, process) = ((string)sandbox.Properties["Address"].Value, (string)sandbox.Properties["Kubeconfig"].Value, (int)sandbox.Properties["ProcessId"].Value);
        Assert.Equal(["Serving v1.31.4+nsmps.sandbox False"], Lines($"Get-NsmSandbox {address}", "\"$($_.State) $($_.KubernetesVersion) $($_.Detached)\""));
        Assert.True(File.Exists(kubeconfig));

        Assert.Equal(["Ready"], Lines("Install-NsmMesh -ForwardingPlane kernel", "$_.State"));
        _engine.Run("Stop-NsmSandbox -WhatIf").ThrowIfFailed();
        Assert.Equal([$"{address} Stopped"], Lines("Stop-NsmSandbox -PassThru", "\"$($_.Address) $($_.State)\""));

        Assert.False(AdapterProcess.Runs(process));
        Assert.False(File.Exists(kubeconfig));
        Assert.Equal("SandboxNotFound,NsmPS.Commands.StopNsmSandboxCommand", Assert.Single(_engine.Run("Stop-NsmSandbox").Errors).FullyQualifiedErrorId);
        Assert.NotEqual("Ready", _engine.Run("Get-NsmMesh").Text.FirstOrDefault());
    }

    [Fact]
    public void Start_WithAPath_GoesOnFromTheFile()
    {
        var state = Path.Combine(_folder.FullName, "state.json");
        _engine.Run("Start-NsmSandbox -Path $args[0]; Install-NsmMesh -ForwardingPlane kernel; New-NsmSampleApp icmp-responder", state).ThrowIfFailed();
        var second = _engine.Run("Start-NsmSandbox -Path $args[0]", state).Ending;
        var clients = Lines("Test-NsmIcmpConnectivity", "\"$($_.Client) $($_.Verdict)\"").Order().ToList();
        _engine.Run("Stop-NsmSandbox").ThrowIfFailed();

        _engine.Run("Start-NsmSandbox -Path $args[0]", state).ThrowIfFailed();

        Assert.Equal("OptionInvalid,NsmPS.Commands.StartNsmSandboxCommand", second?.FullyQualifiedErrorId);
        Assert.Equal(clients, Lines("Test-NsmIcmpConnectivity", "\"$($_.Client) $($_.Verdict)\"").Order());
        Assert.All(clients, client => Assert.EndsWith(" Ok", client, StringComparison.Ordinal));
        _engine.Run("Stop-NsmSandbox").ThrowIfFailed();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(state));
        }
    }

    [Fact]
    public void Start_PathIsNoState_IsRefusedAndTheFileStays()
    {
        var file = Path.Combine(_folder.FullName, "notes.txt");
        File.WriteAllText(file, "important");

        var error = _engine.Run("Start-NsmSandbox -Path $args[0]", file).Ending;

        Assert.Equal("ProgramStartFailed,NsmPS.Commands.StartNsmSandboxCommand", error?.FullyQualifiedErrorId);
        Assert.Contains("is not the state of a sandbox", error?.Exception.Message, StringComparison.Ordinal);
        Assert.Equal("important", File.ReadAllText(file));
    }

    [Fact]
    public void End_Runspace_EndsItsSandboxAndTakesItsKubeconfigAway()
    {
        string kubeconfig;
        int process;
        using (var engine = ModuleEngine.Start())
        {
            var sandbox = engine.Run("Start-NsmSandbox -PassThru").ThrowIfFailed().Output[0];
            kubeconfig = (string)sandbox.Properties["Kubeconfig"].Value;
            process = (int)sandbox.Properties["ProcessId"].Value;
            engine.Run("Remove-Module NsmPS").ThrowIfFailed();
        }

        Assert.False(AdapterProcess.Runs(process));
        Assert.False(File.Exists(kubeconfig));
    }

    [Theory]
    [InlineData("Start-NsmSandbox -Node 0", "OptionInvalid")]
    [InlineData("Start-NsmSandbox -Node 101", "OptionInvalid")]
    [InlineData("Start-NsmSandbox -KubernetesVersion new", "OptionInvalid")]
    [InlineData("Start-NsmSandbox -Port 70000", "OptionInvalid")]
    [InlineData("Start-NsmSandbox -Timeout 0", "TimeoutInvalid")]
    [InlineData("Start-NsmSandbox -Path variable:x", "FileNotWritable")]
    [InlineData("Set-NsmSandboxFault", "OptionInvalid")]
    [InlineData("Set-NsmSandboxFault NodeDown", "OptionInvalid")]
    [InlineData("Set-NsmSandboxFault WireLoss -Loss 0", "OptionInvalid")]
    [InlineData("Set-NsmSandboxFault WireLoss -Delay 1", "OptionInvalid")]
    [InlineData("Set-NsmSandboxFault Latency -Share 2", "OptionInvalid")]
    [InlineData("Set-NsmSandboxFault Latency -Count 0", "OptionInvalid")]
    [InlineData("Set-NsmSandboxFault Latency -Delay never", "TimeoutInvalid")]
    [InlineData("Set-NsmSandboxFault WireLoss -Clear -Loss 5", "OptionInvalid")]
    [InlineData("Set-NsmSandboxFault WireLoss", "SandboxNotFound")]
    [InlineData("Set-NsmSandboxFault WireLoss -Address https://127.0.0.1:1", "SandboxNotFound")]
    [InlineData("Get-NsmSandbox https://127.0.0.1:1", "SandboxNotFound")]
    [InlineData("Stop-NsmSandbox https://127.0.0.1:1", "SandboxNotFound")]
    public void BadInput_IsNamedWithARemedy(string script, string id)
    {
        var result = _engine.Run(script);
        var error = result.Ending ?? Assert.Single(result.Errors);

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.Empty(result.Output);
    }

    private IReadOnlyList<string> Lines(string script, string each) => _engine.Run($"{script} | ForEach-Object {{ {each} }}").ThrowIfFailed().Text;
}
