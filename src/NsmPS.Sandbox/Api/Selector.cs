using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>Label and field selectors of a list or watch.</summary>
internal sealed partial class Selector
{
    private static readonly ImmutableArray<string> s_fields =
        ["metadata.name", "metadata.namespace", "spec.nodeName", "spec.restartPolicy", "status.phase", "status.podIP", "type", "reason",
            "source", "reportingComponent", "spec.unschedulable"];

    private static readonly string[] s_equal = ["==", "="];
    private static readonly string[] s_unequal = ["!="];

    private readonly ImmutableArray<Func<JsonObject, bool>> _rules;

    private Selector(IEnumerable<Func<JsonObject, bool>> rules) => _rules = [.. rules];

    public static Selector Of(HttpRequest request) =>
        new([.. Labels(request.Value("labelSelector") ?? ""), .. Fields(request.Value("fieldSelector") ?? "")]);

    public bool Matches(JsonObject? item) => item is not null && _rules.All(rule => rule(item));

    private static IEnumerable<Func<JsonObject, bool>> Labels(string selector)
    {
        foreach (var part in Commas().Split(selector).Select(part => part.Trim()).Where(part => part.Length > 0))
        {
            var match = Requirement().Match(part);
            if (!match.Success)
            {
                throw ApiException.BadRequest($"unable to parse requirement: {part}");
            }

            var key = match.Groups["key"].Value;
            var sign = match.Groups["sign"].Value;
            var values = match.Groups["set"].Success
                ? match.Groups["set"].Value.Split(',', StringSplitOptions.TrimEntries)
                : [match.Groups["value"].Value.Trim()];
            var negated = sign is "!=" or "notin" || match.Groups["not"].Length > 0;
            var exists = sign.Length == 0;
            yield return item =>
            {
                var label = item.Text(JsonObjects.MetadataField, "labels", key);
                return (exists ? label is not null : label is not null && values.Contains(label)) != negated;
            };
        }
    }

    private static IEnumerable<Func<JsonObject, bool>> Fields(string selector)
    {
        foreach (var part in selector.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var negated = part.Contains("!=", StringComparison.Ordinal);
            var sides = part.Split(negated ? s_unequal : s_equal, 2, StringSplitOptions.None);
            if (sides.Length != 2 || !(s_fields.Contains(sides[0]) || sides[0].StartsWith("involvedObject.", StringComparison.Ordinal)))
            {
                throw ApiException.BadRequest($"field label not supported: {sides[0]}");
            }

            var path = sides[0] == "source" ? ["source", "component"] : sides[0].Split('.');
            yield return item => ((item.Text(path) ?? "") == sides[1]) != negated;
        }
    }

    // Commas within parentheses belong to a set.
    [GeneratedRegex(@",(?![^(]*\))")]
    private static partial Regex Commas();

    [GeneratedRegex(@"^(?<not>!?)\s*(?<key>[\w./-]+)\s*(?:(?<sign>==|=|!=)\s*(?<value>[\w.-]*)|(?<sign>in|notin)\s*\((?<set>[^)]*)\))?$")]
    private static partial Regex Requirement();
}
