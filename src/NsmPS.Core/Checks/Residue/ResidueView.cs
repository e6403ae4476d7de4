using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;

namespace NsmPS.Checks.Residue;

/// <summary>What a search for residue looks at.</summary>
/// <param name="Cluster">The context name of the cluster.</param>
/// <param name="Mesh">The namespace of the mesh; null when there is none.</param>
/// <param name="Objects">The objects by kind.</param>
/// <param name="Spire">The generation of NSM that the SPIRE in namespace spire came with; null when it is no SPIRE of NSM's.</param>
/// <param name="Samples">The names of the samples that the catalogue knows.</param>
internal sealed record ResidueView(string Cluster, string? Mesh, IReadOnlyDictionary<string, JsonObject[]> Objects, Generation? Spire, IReadOnlyList<string> Samples)
{
    public bool SpireIsOfNsm => Spire is not null;

    public IReadOnlyList<JsonObject> Of(ResourceType type) => Objects.GetValueOrDefault(type.Kind) ?? [];
}
