using System.Text.Json.Nodes;
using NsmPS.Nsm.Wires;

namespace NsmPS.Proof;

/// <summary>A pod that answers pings.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container whose interfaces answer.</param>
/// <param name="Tool">How they are read.</param>
internal sealed record EndpointPod(JsonObject Pod, string Container, WireTool Tool);
