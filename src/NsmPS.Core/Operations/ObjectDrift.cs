using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;

namespace NsmPS.Operations;

/// <summary>One object of the mesh that is not as the latest revision applied it.</summary>
/// <param name="Manifest">What was applied. A Secret has the data that the cluster has, because the inventory keeps none; where that is gone, it has none.</param>
/// <param name="Live">What is there; null when the object is gone.</param>
/// <param name="Fields">How it differs; empty when the object is gone.</param>
internal sealed record ObjectDrift(JsonObject Manifest, JsonObject? Live, IReadOnlyList<FieldDifference> Fields)
{
    public ObjectKey Key => Manifest.Key();

    public IEnumerable<NsmMeshDrift> Describe(string cluster, int revision) => Live is null
        ? [Row(cluster, revision, new FieldDifference("", NsmDriftKind.ObjectMissing, null, null))]
        : Fields.Select(field => Row(cluster, revision, field));

    private NsmMeshDrift Row(string cluster, int revision, FieldDifference field) => new()
    {
        Cluster = cluster,
        Revision = revision,
        Kind = Key.Kind,
        Namespace = Key.Namespace,
        Name = Key.Name,
        Path = field.Path,
        Expected = field.Expected,
        Actual = field.Actual,
        Drift = field.Kind,
    };
}
