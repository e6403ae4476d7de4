using System.Globalization;
using NsmPS.Mesh.History;
using NsmPS.Operations;
using NsmPS.Session;

namespace NsmPS.Completion;

/// <summary>Completes the revisions of the mesh that can be brought back.</summary>
internal sealed class RevisionCompleter : ClusterCompleter
{
    protected override async Task<IReadOnlyList<Candidate>> FindAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var client = await request.Session.ConnectAsync(request.Target, cancellationToken);
        var cluster = new MeshCluster(client, ModuleCatalog.Load(request.ManifestPath));
        var revisions = await new MeshRecords(cluster).ReadAsync(null, cancellationToken);
        return [.. revisions.Where(revision => revision.State == NsmRevisionState.Complete)
            .Select(revision => new Candidate(revision.Revision.ToString(CultureInfo.InvariantCulture),
                $"{revision.Operation} of {revision.Version}, images {revision.ImageTag}, {revision.AppliedAt:g}"))];
    }
}
