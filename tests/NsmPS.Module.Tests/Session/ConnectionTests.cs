using NsmPS.Module.Tests.Engine;
using NsmPS.Module.Tests.Fakes;

namespace NsmPS.Module.Tests.Session;

public sealed class ConnectionTests : IAsyncDisposable
{
    private readonly TinyCluster _one = new();
    private readonly TinyCluster _two = new();
    private readonly ModuleEngine _engine = ModuleEngine.Start();
    private readonly KubeconfigFile _kubeconfig;

    public ConnectionTests() => _kubeconfig = KubeconfigFile.For(("one", _one.Address), ("two", _two.Address));

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        _kubeconfig.Dispose();
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public void Connect_Cluster_TriesItAndSaysWhatItIs()
    {
        var result = _engine.Run(
            "Connect-NsmCluster two -Kubeconfig $args[0] -Namespace over-here | ForEach-Object { \"$($_.Cluster) $($_.ServerVersion) $($_.Namespace) $($_.Server)\" }",
            _kubeconfig.FullName).ThrowIfFailed();

        Assert.Equal([$"two v1.20.2 over-here {_two.Address}"], result.Text);
        Assert.Equal(["GET /version"], _two.Requests);
    }

    [Fact]
    public void Connect_Done_OtherCommandsUseThatCluster()
    {
        _engine.Run("[void](Connect-NsmCluster two -Kubeconfig $args[0]); Get-NsmMesh; (Get-NsmContext).Count", _kubeconfig.FullName).ThrowIfFailed();

        Assert.True(_two.Requests.Count > 1);
        Assert.Empty(_one.Requests);
    }

    [Fact]
    public void Connect_CurrentContextChangesLater_TheSessionKeepsItsCluster()
    {
        _engine.Run("[void](Connect-NsmCluster -Kubeconfig $args[0])", _kubeconfig.FullName).ThrowIfFailed();
        File.WriteAllText(_kubeconfig.FullName, File.ReadAllText(_kubeconfig.FullName).Replace("current-context: one", "current-context: two", StringComparison.Ordinal));

        _engine.Run("Get-NsmMesh").ThrowIfFailed();

        Assert.Empty(_two.Requests);
    }

    [Fact]
    public void Connect_OtherRunspace_IsNotConnected()
    {
        using var other = ModuleEngine.Start();
        _engine.Run("[void](Connect-NsmCluster -Kubeconfig $args[0])", _kubeconfig.FullName).ThrowIfFailed();
        var asked = _one.Requests.Count;

        var result = other.Run("Get-NsmMesh");

        Assert.Equal("KubeconfigNotFound,NsmPS.Commands.GetNsmMeshCommand", result.Ending?.FullyQualifiedErrorId);
        Assert.Equal(asked, _one.Requests.Count);
    }

    [Fact]
    public void Connect_Fails_TheSessionKeepsWhatItHad()
    {
        var result = _engine.Run(
            "[void](Connect-NsmCluster two -Kubeconfig $args[0]); try { Connect-NsmCluster nowhere -Kubeconfig $args[0] } catch { 'refused' }; Get-NsmMesh", _kubeconfig.FullName).ThrowIfFailed();

        Assert.Equal(["refused"], result.Text);
        Assert.True(_two.Requests.Count > 1);
    }

    [Fact]
    public void Disconnect_Done_TheDefaultIsForgotten()
    {
        var result = _engine.Run("[void](Connect-NsmCluster -Kubeconfig $args[0]); Disconnect-NsmCluster; Get-NsmContext", _kubeconfig.FullName);

        Assert.Equal("KubeconfigNotFound,NsmPS.Commands.GetNsmContextCommand", result.Ending?.FullyQualifiedErrorId);
    }

    [Fact]
    public void Context_OfAnotherCluster_DoesNotTakeTheConnectedNamespace()
    {
        var result = _engine.Run(
            "[void](Connect-NsmCluster one -Namespace Not_A_Name -Kubeconfig $args[0]); try { Get-NsmMesh } catch { $_.FullyQualifiedErrorId }; Get-NsmMesh -Context two",
            _kubeconfig.FullName).ThrowIfFailed();

        Assert.Equal(["NamespaceInvalid,NsmPS.Commands.GetNsmMeshCommand"], result.Text);
        Assert.NotEmpty(_two.Requests);
    }

    [Fact]
    public void Pipeline_OfContexts_ReachesTheirClustersThroughTheirKubeconfig()
    {
        _engine.Run("Get-NsmContext -Kubeconfig $args[0] | Get-NsmMesh", _kubeconfig.FullName).ThrowIfFailed();

        Assert.NotEmpty(_one.Requests);
        Assert.NotEmpty(_two.Requests);
    }

    [Fact]
    public void Contexts_Several_AreAllAsked()
    {
        _engine.Run("Get-NsmMesh -Context one, two -Kubeconfig $args[0]", _kubeconfig.FullName).ThrowIfFailed();

        Assert.NotEmpty(_one.Requests);
        Assert.NotEmpty(_two.Requests);
    }

    [Fact]
    public void Remove_Module_ClosesAndForgets()
    {
        var result = _engine.Run(
            "[void](Connect-NsmCluster two -Kubeconfig $args[0]); Remove-Module NsmPS; Import-Module $args[1]; Get-NsmContext", _kubeconfig.FullName, Built.Manifest);

        Assert.Equal("KubeconfigNotFound,NsmPS.Commands.GetNsmContextCommand", result.Ending?.FullyQualifiedErrorId);
    }
}
