namespace NsmPS.Mesh.History;

/// <summary>The revisions of the mesh, as the inventory has them.</summary>
internal static class MeshHistory
{
    public static IReadOnlyList<NsmMeshRevision> Describe(RecordedMesh mesh, string cluster) =>
        [.. mesh.Revisions.Select(revision => Describe(revision, mesh, cluster))];

    private static NsmMeshRevision Describe(RecordedRevision revision, RecordedMesh mesh, string cluster)
    {
        var bare = new NsmMeshRevision
        {
            Cluster = cluster,
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
