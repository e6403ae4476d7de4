using System.Text.Json.Nodes;
using NsmPS.Nsm.Wires;

namespace NsmPS.Proof;

/// <summary>A pod that answers pings.</summary>
internal sealed record AnsweringPod(JsonObject Pod, string Container, WireTool Tool);
