using NsmPS.Module.Tests.Engine;
using NsmPS.Module.Tests.Fakes;

namespace NsmPS.Module.Tests.Commands;

public sealed class BadInputTests : IAsyncDisposable
{
    private readonly SilentCluster _cluster = new();
    private readonly KubeconfigFile _kubeconfig;
    private readonly ModuleEngine _engine = ModuleEngine.Start();

    public BadInputTests() => _kubeconfig = KubeconfigFile.For(("silent", _cluster.Address));

    public static TheoryData<string, string, string> Inputs => new()
    {
        { "Install-NsmMesh v9.9.9", "ReleaseUnknown", "InvalidArgument" },
        { "Install-NsmMesh -Context nowhere", "ContextNotFound", "ObjectNotFound" },
        { "Install-NsmMesh -Namespace Not_A_Name", "NamespaceInvalid", "InvalidArgument" },
        { "Install-NsmMesh -Namespace ''", "NamespaceInvalid", "InvalidArgument" },
        { "Install-NsmMesh -Timeout -5", "TimeoutInvalid", "InvalidArgument" },
        { "Install-NsmMesh -ForwardingPlane carrier-pigeon", "OptionInvalid", "InvalidArgument" },
        { "Install-NsmMesh -Component teapot", "OptionInvalid", "InvalidArgument" },
        { "Install-NsmMesh -ImageTag 'two words'", "OptionInvalid", "InvalidArgument" },
        { "Install-NsmMesh -ImageRegistry 'http://no scheme'", "OptionInvalid", "InvalidArgument" },
        { "Install-NsmMesh -ImagePullPolicy Sometimes", "OptionInvalid", "InvalidArgument" },
        { "Install-NsmMesh -Secure", "SecureModeNotOffered", "NotImplemented" },
        { "Install-NsmMesh -ManifestPath ./not-there", "CatalogInvalid", "InvalidData" },
        { "Install-NsmMesh -ThrottleLimit 0", "OptionInvalid", "InvalidArgument" },
        { "Get-NsmMesh -Context nowhere", "ContextNotFound", "ObjectNotFound" },
        { "Get-NsmMesh -Namespace Not_A_Name", "NamespaceInvalid", "InvalidArgument" },
        { "Wait-NsmMesh -Timeout 0", "TimeoutInvalid", "InvalidArgument" },
        { "Wait-NsmMesh -Namespace Not_A_Name", "NamespaceInvalid", "InvalidArgument" },
        { "Uninstall-NsmMesh -Namespace Not_A_Name", "NamespaceInvalid", "InvalidArgument" },
        { "Uninstall-NsmMesh -Timeout never", "TimeoutInvalid", "InvalidArgument" },
        { "New-NsmSampleApp no-such-sample", "SampleUnknown", "InvalidArgument" },
        { "New-NsmSampleApp icmp-responder -ClientReplicas 0", "ReplicasInvalid", "InvalidArgument" },
        { "New-NsmSampleApp icmp-responder -EndpointReplicas 0", "ReplicasInvalid", "InvalidArgument" },
        { "New-NsmSampleApp icmp-responder -EndpointReplicas -1", "ReplicasInvalid", "InvalidArgument" },
        { "New-NsmSampleApp icmp-responder -Namespace Not_A_Name", "NamespaceInvalid", "InvalidArgument" },
        { "Get-NsmSampleApp no-such-sample", "SampleUnknown", "InvalidArgument" },
        { "Get-NsmSampleApp -Namespace Not_A_Name", "NamespaceInvalid", "InvalidArgument" },
        { "Remove-NsmSampleApp no-such-sample", "SampleUnknown", "InvalidArgument" },
        { "Remove-NsmSampleApp icmp-responder -Namespace Not_A_Name", "NamespaceInvalid", "InvalidArgument" },
        { "Test-NsmIcmpConnectivity no-such-sample", "SampleUnknown", "InvalidArgument" },
        { "Test-NsmIcmpConnectivity -Namespace Not_A_Name", "NamespaceInvalid", "InvalidArgument" },
        { "Test-NsmIcmpConnectivity -Count 0", "OptionInvalid", "InvalidArgument" },
        { "Test-NsmIcmpConnectivity -PacketSize -1", "OptionInvalid", "InvalidArgument" },
        { "Test-NsmIcmpConnectivity -Interval 0", "TimeoutInvalid", "InvalidArgument" },
        { "Test-NsmIcmpConnectivity -Timeout -1", "TimeoutInvalid", "InvalidArgument" },
        { "Test-NsmIcmpConnectivity -Quiet -Count 0", "OptionInvalid", "InvalidArgument" },
        { "Get-NsmNetworkService -Namespace Not_A_Name", "NamespaceInvalid", "InvalidArgument" },
        { "Get-NsmEndpoint -Context nowhere", "ContextNotFound", "ObjectNotFound" },
        { "Get-NsmClient -ThrottleLimit 1001", "OptionInvalid", "InvalidArgument" },
        { "Get-NsmConnection -Namespace ''", "NamespaceInvalid", "InvalidArgument" },
        { "Update-NsmMesh v0.1.0", "ReleaseUnknown", "InvalidArgument" },
        { "Update-NsmMesh -Namespace Not_A_Name", "NamespaceInvalid", "InvalidArgument" },
        { "Update-NsmMesh -ImageTag ':'", "OptionInvalid", "InvalidArgument" },
        { "Update-NsmMesh -ImageRegistry 'http://x'", "OptionInvalid", "InvalidArgument" },
        { "Update-NsmMesh -ImagePullPolicy Sometimes", "OptionInvalid", "InvalidArgument" },
        { "Update-NsmMesh -RollbackOnFailure -NoWait", "OptionInvalid", "InvalidArgument" },
        { "Restore-NsmMesh 0", "OptionInvalid", "InvalidArgument" },
        { "Restore-NsmMesh -Namespace Not_A_Name", "NamespaceInvalid", "InvalidArgument" },
        { "Get-NsmMeshHistory -Namespace Not_A_Name", "NamespaceInvalid", "InvalidArgument" },
        { "Compare-NsmMesh -Quiet -Namespace Not_A_Name", "NamespaceInvalid", "InvalidArgument" },
        { "Export-NsmTopology -Namespace Not_A_Name", "NamespaceInvalid", "InvalidArgument" },
        { "Export-NsmTopology -Path /proc/version", "FileExists", "ResourceExists" },
        { "Export-NsmTopology ./not-there/topology.html", "FileNotWritable", "PermissionDenied" },
        { "Test-NsmIcmpConnectivity -ReportPath ./not-there/pings.xml", "FileNotWritable", "PermissionDenied" },
        { "Test-NsmMesh -ReportPath ./not-there/checks.xml", "FileNotWritable", "PermissionDenied" },
        { "Export-NsmCompatibility ./not-there", "FileNotWritable", "PermissionDenied" },
        { "Test-NsmIcmpConnectivity -ReportPath variable:x", "FileNotWritable", "PermissionDenied" },
        { "Connect-NsmCluster nowhere", "ContextNotFound", "ObjectNotFound" },
    };

    public static TheoryData<string> ClusterCommands =>
    [
        "Connect-NsmCluster", "Get-NsmContext", "Install-NsmMesh", "Get-NsmMesh", "Wait-NsmMesh", "Uninstall-NsmMesh",
        "New-NsmSampleApp icmp-responder", "Get-NsmSampleApp", "Remove-NsmSampleApp icmp-responder", "Test-NsmIcmpConnectivity",
        "Get-NsmNetworkService", "Get-NsmEndpoint", "Get-NsmClient", "Get-NsmConnection", "Export-NsmTopology", "Export-NsmCompatibility .",
        "Update-NsmMesh", "Restore-NsmMesh", "Get-NsmMeshHistory", "Compare-NsmMesh",
    ];

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        _kubeconfig.Dispose();
        await _cluster.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Command_BadInput_HasAStableIdAndSendsNothing(string command, string id, string category)
    {
        var result = _engine.Run($"{command} -Kubeconfig $args[0]", _kubeconfig.FullName);

        Assert.NotNull(result.Ending);
        Assert.StartsWith($"{id},NsmPS.Commands.", result.Ending.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, result.Ending.CategoryInfo.Category.ToString());
        Assert.NotNull(result.Ending.TargetObject);
        Assert.NotEmpty(result.Ending.ErrorDetails.RecommendedAction);
        Assert.Empty(result.Output);
        Assert.Equal(0, _cluster.Connections);
    }

    [Theory]
    [MemberData(nameof(ClusterCommands))]
    public void Command_MalformedKubeconfig_IsKubeconfigInvalid(string command)
    {
        using var malformed = KubeconfigFile.WithText("clusters: [unclosed\n  - : :");

        var result = _engine.Run($"{command} -Kubeconfig $args[0]", malformed.FullName);

        Assert.StartsWith("KubeconfigInvalid,NsmPS.Commands.", result.Ending?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("InvalidData", result.Ending?.CategoryInfo.Category.ToString());
    }

    [Theory]
    [MemberData(nameof(ClusterCommands))]
    public void Command_MissingKubeconfig_IsKubeconfigNotFound(string command)
    {
        var result = _engine.Run($"{command} -Kubeconfig $args[0]", Path.Combine(_kubeconfig.Folder, "not-there"));

        Assert.StartsWith("KubeconfigNotFound,NsmPS.Commands.", result.Ending?.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-NsmRelease v9.9.9", "ReleaseUnknown")]
    [InlineData("Get-NsmRelease -ManifestPath ./not-there", "CatalogInvalid")]
    [InlineData("Get-NsmContext nowhere -Kubeconfig $args[0]", "ContextNotFound")]
    [InlineData("Export-NsmManifest v9.9.9", "ReleaseUnknown")]
    [InlineData("Export-NsmManifest -Namespace Not_A_Name", "NamespaceInvalid")]
    [InlineData("Export-NsmManifest -SampleApp no-such-sample", "SampleUnknown")]
    [InlineData("Export-NsmManifest -SampleApp icmp-responder -ClientReplicas 0", "ReplicasInvalid")]
    [InlineData("Export-NsmManifest -SampleApp icmp-responder -Version v9.9.9", "ReleaseUnknown")]
    [InlineData("Export-NsmManifest -Path $args[0]", "FileExists")]
    [InlineData("Export-NsmManifest -Path ./not/there.yaml", "FileNotWritable")]
    public void OfflineCommand_BadInput_HasAStableId(string command, string id)
    {
        var result = _engine.Run(command, _kubeconfig.FullName);

        var error = result.Ending ?? Assert.Single(result.Errors);
        Assert.StartsWith($"{id},NsmPS.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }
}
