using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Checks;

/// <summary>What a search for residue looks at.</summary>
/// <param name="Cluster">The context name of the cluster.</param>
/// <param name="Mesh">The namespace of the mesh; null when there is none.</param>
/// <param name="Objects">The objects by kind.</param>
/// <param name="SpireIsOfNsm">Whether namespace spire is NSM's.</param>
/// <param name="Samples">The names of the samples that the catalogue knows.</param>
internal sealed record ResidueView(string Cluster, string? Mesh, IReadOnlyDictionary<string, JsonObject[]> Objects, bool SpireIsOfNsm, IReadOnlyList<string> Samples)
{
    public IReadOnlyList<JsonObject> Of(ResourceType type) => Objects.GetValueOrDefault(type.Kind) ?? [];
}
