using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NsmPS.Tests.Fakes;

/// <summary>Label and field selectors, as far as the project uses them.</summary>
internal static partial class FakeSelectors
{
    public static bool Matches(JsonObject item, string? labels, string? fields) => MatchesLabels(item, labels) && MatchesFields(item, fields);

    private static bool MatchesLabels(JsonObject item, string? selector)
    {
        var labels = item["metadata"]?["labels"] as JsonObject;
        return Requirements().Matches(selector ?? "").Where(match => match.Value.Trim(' ', ',').Length > 0).All(match => MatchesLabel(labels, match.Value.Trim(' ', ',')));
    }

    private static bool MatchesLabel(JsonObject? labels, string requirement)
    {
        if (SetBased().Match(requirement) is { Success: true } set)
        {
            bool within = set.Groups["values"].Value.Split(',', StringSplitOptions.TrimEntries).Contains((string?)labels?[set.Groups["key"].Value]);
            return set.Groups["operator"].Value == "in" ? within : !within;
        }

        if (requirement.Split("!=") is [var unequalKey, var unequalValue])
        {
            return (string?)labels?[unequalKey.Trim()] != unequalValue.Trim();
        }

        if (requirement.Split('=', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var key, var value])
        {
            return (string?)labels?[key] == value;
        }

        return requirement.StartsWith('!') ? labels?.ContainsKey(requirement[1..].Trim()) != true : labels?.ContainsKey(requirement.TrimEnd('=').Trim()) == true;
    }

    private static bool MatchesFields(JsonObject item, string? selector)
    {
        return (selector ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).All(requirement =>
        {
            bool negated = requirement.Contains("!=", StringComparison.Ordinal);
            string[] parts = requirement.Split(negated ? "!=" : "=", StringSplitOptions.RemoveEmptyEntries);
            JsonNode? node = item;
            foreach (string step in parts[0].Split('.'))
            {
                node = (node as JsonObject)?[step];
            }

            return (((string?)node ?? "") == (parts.Length > 1 ? parts[1] : "")) != negated;
        });
    }

    [GeneratedRegex(@"[^,(]+(\([^)]*\))?,?")]
    private static partial Regex Requirements();

    [GeneratedRegex(@"^(?<key>\S+)\s+(?<operator>in|notin)\s*\((?<values>[^)]*)\)$")]
    private static partial Regex SetBased();
}
