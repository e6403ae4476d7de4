using System.Text.Json.Nodes;
using NsmPS.Nsm.Injection;

namespace NsmPS.Topology.Ends;

/// <summary>A pod that asks for wires.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Workload">The workload that made it; empty for a pod that none made.</param>
/// <param name="Requests">The wires it asks for.</param>
/// <param name="AsksItself">Whether its own program asks, so that the webhook has nothing to do with it.</param>
internal sealed record ClientPod(JsonObject Pod, string Workload, IReadOnlyList<WireRequest> Requests, bool AsksItself = false)
{
    /// <summary>Whether it has what asks for wires; without, it has none and waits for none.</summary>
    public bool CanAsk => AsksItself || InjectionRules.IsDone(Pod);
}
