using System.Text.Json.Nodes;

namespace NsmPS.Checks.Rules;

/// <summary>A registration of an endpoint that no client can reach.</summary>
/// <param name="Endpoint">The registration.</param>
/// <param name="Reason">Why it is stale.</param>
/// <param name="Lost">Whether its pod is surely gone; a node that is not ready may come back with it.</param>
internal sealed record StaleEndpoint(JsonObject Endpoint, string Reason, bool Lost);
