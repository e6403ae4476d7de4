using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Nsm.Wires;

/// <summary>Which endpoints of a network service may serve a client.</summary>
internal static class ServiceMatches
{
    /// <summary>
    /// The first match whose source selector is among the client's labels decides, and its destination
    /// selectors choose; without any match every endpoint of the service may.
    /// </summary>
    public static bool Accepts(JsonObject? service, IReadOnlyDictionary<string, string> client,
        IReadOnlyDictionary<string, string> endpoint)
    {
        JsonObject[] matches = [.. service.Items("spec", "matches")];
        return matches.Length == 0
            || (matches.FirstOrDefault(match => IsAmong(match["sourceSelector"], client)) is { } chosen
                && chosen.Items("route").Any(route => IsAmong(route["destinationSelector"], endpoint)));
    }

    private static bool IsAmong(JsonNode? selector, IReadOnlyDictionary<string, string> labels) =>
        selector is not JsonObject wanted || wanted.All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value.Text());
}
