using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Mesh.History;

/// <summary>The recorded revisions of the mesh on a cluster.</summary>
public sealed class MeshRecords(MeshCluster cluster)
{
    /// <summary>The revisions, newest first.</summary>
    /// <param name="namespace">The namespace the mesh must be in; null for wherever it is.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="NsmException">MeshNotInstalled, or ObjectNotOwned when NsmPS did not install it.</exception>
    public async Task<IReadOnlyList<NsmMeshRevision>> ReadAsync(string? @namespace, CancellationToken cancellationToken)
    {
        var mesh = await RequireAsync(@namespace, cancellationToken);
        return [.. mesh.Revisions.Select(revision => Describe(revision, mesh))];
    }

    /// <summary>What was asked for when the mesh was last changed; null when there is none, or NsmPS did not install it.</summary>
    public async Task<NsmMeshOptions?> ReadOptionsAsync(CancellationToken cancellationToken) =>
        await cluster.FindMeshAsync(cancellationToken) is { } mesh
            ? (await cluster.ReadRecordAsync(mesh.Namespace, cancellationToken)).Latest?.Options
            : null;

    /// <summary>The mesh as its inventory has it; the arguments and errors are those of <see cref="ReadAsync"/>.</summary>
    internal async Task<RecordedMesh> RequireAsync(string? @namespace, CancellationToken cancellationToken)
    {
        var inside = OptionRules.Namespace(@namespace);

        // Where somebody has deleted the manager, its inventory still says what should be there.
        var home = (await cluster.FindMeshAsync(cancellationToken))?.Namespace
            ?? await new Inventory(cluster.Client).FindNamespaceAsync(cancellationToken) ?? throw cluster.NotInstalled();
        if (inside is not null && inside != home)
        {
            throw cluster.NotInside(home, inside);
        }

        var mesh = await cluster.ReadRecordAsync(home, cancellationToken);
        return mesh.Revisions.Count > 0
            ? mesh
            : throw cluster.Error(NsmErrors.ObjectNotOwned,
                $"NSM in namespace '{home}' was not installed by NsmPS, so there is no record of it.", home,
                "Adopt it with Install-NsmMesh -Force.");
    }

    /// <summary>The mesh together with its newest revision that can be understood.</summary>
    /// <exception cref="NsmException">RevisionNotFound, or as above.</exception>
    internal async Task<(RecordedMesh Mesh, InventoryRecord Latest)> RequireLatestAsync(string? @namespace,
        CancellationToken cancellationToken)
    {
        var mesh = await RequireAsync(@namespace, cancellationToken);
        return mesh.Latest is { } latest ? (mesh, latest) : throw Unknown(mesh, "no revision of NSM can be read");
    }

    /// <summary>The refusal when the inventory lacks a revision.</summary>
    internal NsmException Unknown(RecordedMesh mesh, string what) =>
        cluster.Error(NsmErrors.RevisionNotFound, $"In namespace '{mesh.Namespace}' {what}.", mesh.Namespace);

    private NsmMeshRevision Describe(RecordedRevision revision, RecordedMesh mesh)
    {
        var bare = new NsmMeshRevision
        {
            Cluster = cluster.Name,
            Namespace = mesh.Namespace,
            Revision = revision.Number,
            Current = revision.Record is { } && revision.Record == mesh.Latest,
            State = NsmRevisionState.Unreadable,
        };
        return revision.Record is not { } record ? bare : bare with
        {
            State = record.Complete ? NsmRevisionState.Complete : NsmRevisionState.Interrupted,
            Operation = record.Operation ?? "",
            RestoredFrom = record.RestoredFrom,
            Version = record.Options.Version,
            ImageTag = record.Options.ImageTag ?? "",
            ImageRegistry = record.Options.ImageRegistry,
            ForwardingPlane = record.Options.ForwardingPlane ?? "",
            Components = record.Options.Components,
            AppliedAt = record.AppliedAt,
        };
    }
}
