using NsmPS.Nsm.Catalogue;
using NsmPS.Operations;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that use releases or samples on clusters.</summary>
public abstract class LifecycleCommand : ClusterCommand
{
    /// <summary>What -ManifestPath means, where a command has it.</summary>
    private protected const string ManifestPathHelp =
        "A folder with mesh/ and samples/ that adds releases and samples to the module's own.";

    private RunspaceSession? _session;
    private string? _manifestFolder;

    /// <summary>A folder of the user with releases or samples; null for none.</summary>
    private protected virtual string? UserManifests => null;

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _session = RunspaceSession.Current;
        _manifestFolder = FileSystemPath(UserManifests, NsmErrors.CatalogInvalid);
    }

    /// <summary>The releases and samples. Called off the pipeline thread, because it reads files.</summary>
    private protected Catalog LoadCatalog() => ModuleCatalog.Load(_manifestFolder);

    private protected override void WriteServerWarning(string text)
    {
        if (_manifestFolder is null)
        {
            base.WriteServerWarning(text);
        }
        else
        {
            ShellStreams.Warning(this, text);
        }
    }

    private protected override async Task<string> IntroduceAsync(ClusterTarget target, PipelineQueue queue,
        CancellationToken cancellationToken)
    {
        var client = await _session!.ConnectAsync(target, cancellationToken);
        var server = client.Server.ToString().TrimEnd('/');
        queue.Verbose($"Cluster {client.Name} at {server}.");
        return server;
    }

    /// <summary>A cluster, of which nothing is read yet. Called off the pipeline thread.</summary>
    private protected async Task<MeshCluster> ConnectAsync(ClusterTarget target, CancellationToken cancellationToken) =>
        new(await _session!.ConnectAsync(target, cancellationToken), LoadCatalog());
}
