using System.Management.Automation;
using NsmPS.Cluster;
using NsmPS.Manifests;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that use releases or samples on clusters.</summary>
public abstract class LifecycleCommand : ClusterCommand
{
    private RunspaceSession? _session;
    private string? _manifestFolder;

    /// <summary>A folder with releases or samples of the user.</summary>
    [Parameter(HelpMessage = "A folder with mesh/ and samples/ that adds releases and samples to the module's own.")]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _session = RunspaceSession.Current;
        _manifestFolder = FileSystemPath(ManifestPath, NsmErrors.CatalogInvalid);
    }

    /// <summary>The releases and samples. Called off the pipeline thread, because it reads files.</summary>
    private protected Catalog LoadCatalog() => ModuleCatalog.Load(_manifestFolder);

    /// <summary>The connection to a cluster.</summary>
    private protected Task<ClusterClient> ConnectAsync(ClusterTarget target, CancellationToken cancellationToken) => _session!.ConnectAsync(target, cancellationToken);
}
