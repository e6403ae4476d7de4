using System.Text.Json.Nodes;

namespace NsmPS.Lab.Registry;

/// <summary>Which endpoints of a network service may serve a client: the first match whose
/// source selector is among the client's labels decides.</summary>
internal static class ServiceMatches
{
    public static bool Accepts(JsonNode service, IReadOnlyDictionary<string, string> client, JsonNode? endpoint)
    {
        var matches = service["spec"]?["matches"] as JsonArray ?? [];
        if (matches.Count == 0)
        {
            return true;
        }

        var chosen = matches.FirstOrDefault(match => IsAmong(match?["sourceSelector"], label => client.GetValueOrDefault(label)));
        return (chosen?["route"] as JsonArray
            ?? []).Any(route => IsAmong(route?["destinationSelector"], label => (string?)endpoint?[label]));
    }

    private static bool IsAmong(JsonNode? selector, Func<string, string?> value) =>
        selector is not JsonObject wanted || wanted.All(pair => (string?)pair.Value == value(pair.Key));
}
