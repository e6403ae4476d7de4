using System.Text.Json.Nodes;

namespace NsmPS.Topology.Ends;

/// <summary>A pod that provides network services.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="NetworkServices">The services its containers are told to provide.</param>
internal sealed record EndpointPod(JsonObject Pod, IReadOnlyList<string> NetworkServices);
