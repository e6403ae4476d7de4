using System.Text.Json.Nodes;
using NsmPS.Nsm.Wires;

namespace NsmPS.Topology.Ends;

/// <summary>The endpoint's end of a wire.</summary>
/// <param name="Pod">The endpoint's pod.</param>
/// <param name="Node">The node of the pod; null where it has none.</param>
/// <param name="Interface">Its interface.</param>
/// <param name="Links">All that the pod shows.</param>
internal sealed record PodEnd(JsonObject Pod, string? Node, NetworkInterface Interface, PodLinks Links);
