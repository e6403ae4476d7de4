using System.Text.Json.Nodes;
using NsmPS.Nsm.Wires;

namespace NsmPS.Topology.Ends;

/// <summary>The endpoint's end of a wire.</summary>
/// <param name="Pod">The endpoint's pod.</param>
/// <param name="Interface">Its interface.</param>
internal sealed record PodEnd(JsonObject Pod, NetworkInterface Interface);
