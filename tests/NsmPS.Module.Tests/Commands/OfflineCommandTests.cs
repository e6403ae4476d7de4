using NsmPS.Module.Tests.Engine;
using NsmPS.Module.Tests.Fakes;

namespace NsmPS.Module.Tests.Commands;

/// <summary>What works without a cluster.</summary>
public sealed class OfflineCommandTests : IDisposable
{
    private static readonly Uri s_nowhere = new("https://127.0.0.1:1");

    private readonly ModuleEngine _engine = ModuleEngine.Start();
    private readonly KubeconfigFile _kubeconfig = KubeconfigFile.For(("first", s_nowhere), ("second", s_nowhere));

    public void Dispose()
    {
        _engine.Dispose();
        _kubeconfig.Dispose();
    }

    [Theory]
    [InlineData("Get-NsmRelease", "v0.2.0 v0.2.1 v1.18.0")]
    [InlineData("Get-NsmRelease v0.2.1", "v0.2.1")]
    [InlineData("Get-NsmRelease 0.2.1", "v0.2.1")]
    [InlineData("Get-NsmRelease v0.2.*", "v0.2.0 v0.2.1")]
    [InlineData("Get-NsmRelease v1.*", "v1.18.0")]
    [InlineData("Get-NsmRelease v7*", "")]
    public void GetNsmRelease_Version_SelectsByWildcard(string command, string expected)
    {
        var result = _engine.Run($"({command}).Version").ThrowIfFailed();

        Assert.Equal(expected, string.Join(' ', result.Text));
    }

    [Fact]
    public void GetNsmRelease_V021_SaysThatItsImagesAreV020()
    {
        var result = _engine.Run("(Get-NsmRelease v0.2.1).ImageTag").ThrowIfFailed();

        Assert.Equal(["v0.2.0"], result.Text);
    }

    [Fact]
    public void Output_Lists_CanBeIndexed()
    {
        var result = _engine.Run("$release = Get-NsmRelease v0.2.1; $release.ForwardingPlanes[0]; $release.ForwardingPlanes[-1]").ThrowIfFailed();

        Assert.Equal(["vpp", "kernel"], result.Text);
    }

    [Fact]
    public void GetNsmSampleApp_ListAvailable_AsksNoCluster()
    {
        var result = _engine.Run("Get-NsmSampleApp -ListAvailable -Kubeconfig /not/there | ForEach-Object { \"$($_.Name) $($_.ClientReplicas) $($_.EndpointReplicas)\" }").ThrowIfFailed();

        Assert.Contains("icmp-responder 4 2", result.Text);
    }

    [Fact]
    public void GetNsmErrorHelp_EveryEntry_IsReachedByIdAndByCode()
    {
        var result = _engine.Run("""
            foreach ($entry in Get-NsmErrorHelp) {
                $both = @(Get-NsmErrorHelp $entry.Id, $entry.MesheryCode)
                "$($entry.Id) $($both.Count) $($both[0] -eq $entry -and $both[1] -eq $entry)"
            }
            """).ThrowIfFailed();

        var ids = _engine.Run("[NsmPS.NsmErrors]::All.Keys").ThrowIfFailed().Text;
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Select(id => $"{id} 2 True"), result.Text);
    }

    [Fact]
    public void GetNsmErrorHelp_AnErrorThatHappened_IsExplained()
    {
        var explained = _engine.Run("try { Get-NsmMesh -Context nowhere -Kubeconfig $args[0] } catch { $_ | Get-NsmErrorHelp | ForEach-Object Id }", _kubeconfig.FullName).ThrowIfFailed();
        var foreign = _engine.Run("try { Get-NoSuchCommand } catch { $_ | Get-NsmErrorHelp }");

        Assert.Equal(["ContextNotFound"], explained.Text);
        Assert.Equal("ErrorUnknown,NsmPS.Commands.GetNsmErrorHelpCommand", Assert.Single(foreign.Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("Get-NsmErrorHelp Adapter*", true)]
    [InlineData("Get-NsmErrorHelp NoSuch*", false)]
    public void GetNsmErrorHelp_Wildcards_FindOrFindNothing(string command, bool any) => Assert.Equal(any, _engine.Run(command).ThrowIfFailed().Output.Count > 0);

    [Fact]
    public void GetNsmContext_Names_AreSelectedByWildcard()
    {
        var result = _engine.Run("Get-NsmContext s* -Kubeconfig $args[0] | ForEach-Object { \"$($_.Name) $($_.Cluster) $($_.IsCurrent) $($_.Context)\" }", _kubeconfig.FullName).ThrowIfFailed();

        Assert.Equal(["second of-second False second"], result.Text);
    }

    [Fact]
    public void GetNsmContext_RelativePath_IsThatOfTheSessionNotOfTheProcess()
    {
        var result = _engine.Run("[void]$ExecutionContext.SessionState.Path.SetLocation($args[0]); Get-NsmContext -Kubeconfig ./config", _kubeconfig.Folder).ThrowIfFailed();

        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public void ExportNsmManifest_Mesh_IsYamlWithTheOptions()
    {
        var yaml = Assert.Single(_engine.Run("Export-NsmManifest v0.2.1 -Namespace over-here -ForwardingPlane kernel -ImageTag v9").ThrowIfFailed().Text);

        Assert.Contains("kind: CustomResourceDefinition", yaml, StringComparison.Ordinal);
        Assert.Contains("namespace: over-here", yaml, StringComparison.Ordinal);
        Assert.Contains(":v9", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("vppagent-forwarder", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void ExportNsmManifest_SampleApp_IsYamlWithTheOptions()
    {
        var yaml = Assert.Single(_engine.Run("Export-NsmManifest -SampleApp icmp-responder -ClientReplicas 7 -Spread Preferred").ThrowIfFailed().Text);

        Assert.Contains("replicas: 7", yaml, StringComparison.Ordinal);
        Assert.Contains("preferredDuringScheduling", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void ExportNsmManifest_Path_WritesAFileThatOnlyItsOwnerReads()
    {
        var file = Path.Combine(_kubeconfig.Folder, "mesh.yaml");

        var result = _engine.Run("Export-NsmManifest -Path $args[0]", file).ThrowIfFailed();

        Assert.Empty(result.Output);
        Assert.Contains("kind: DaemonSet", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(["config", "mesh.yaml"], Directory.GetFiles(_kubeconfig.Folder).Select(Path.GetFileName).Order());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void ExportNsmManifest_ExistingFile_IsOnlyOverwrittenWithForce()
    {
        var file = Path.Combine(_kubeconfig.Folder, "mesh.yaml");
        File.WriteAllText(file, "precious");

        var refused = _engine.Run("Export-NsmManifest -LiteralPath $args[0]", file);
        var afterRefusal = File.ReadAllText(file);
        _engine.Run("Export-NsmManifest -LiteralPath $args[0] -Force", file).ThrowIfFailed();

        Assert.Equal("FileExists,NsmPS.Commands.ExportNsmManifestCommand", refused.Ending?.FullyQualifiedErrorId);
        Assert.Equal("precious", afterRefusal);
        Assert.StartsWith("apiVersion:", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void ExportNsmManifest_WhatIf_WritesNothing()
    {
        var file = Path.Combine(_kubeconfig.Folder, "mesh.yaml");

        var result = _engine.Run("Export-NsmManifest -Path $args[0] -WhatIf", file).ThrowIfFailed();

        Assert.Contains(file, Assert.Single(result.Host), StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void DisconnectNsmCluster_NeverConnected_IsSilent()
    {
        Assert.Empty(_engine.Run("Disconnect-NsmCluster; Disconnect-NsmCluster").ThrowIfFailed().Output);
    }
}
