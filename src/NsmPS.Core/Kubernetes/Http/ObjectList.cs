using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Http;

/// <summary>What a list brought.</summary>
/// <param name="Items">The objects.</param>
/// <param name="ResourceVersion">The state of the collection they are of: a watch goes on from here.</param>
internal sealed record ObjectList(IReadOnlyList<JsonObject> Items, string ResourceVersion);
