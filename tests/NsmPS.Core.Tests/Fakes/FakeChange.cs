using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Tests.Fakes;

/// <summary>One change of one object, for watches.</summary>
internal sealed record FakeChange(long Version, ResourceType Type, string? Namespace, JsonObject? Before, JsonObject? After)
{
    /// <summary>The event a watch with these selectors sees; null when it sees none.</summary>
    public JsonObject? ToEvent(string? labels, string? fields)
    {
        bool was = Before is not null && FakeSelectors.Matches(Before, labels, fields);
        bool matches = After is not null && FakeSelectors.Matches(After, labels, fields);
        (string? kind, JsonObject? item) = (was, matches) switch
        {
            (false, true) => ("ADDED", After),
            (true, true) => ("MODIFIED", After),
            (true, false) => ("DELETED", After ?? Before),
            _ => (null, null),
        };
        if (kind is null)
        {
            return null;
        }

        JsonNode copy = item!.DeepClone();
        copy["metadata"]!["resourceVersion"] = Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new JsonObject { ["type"] = kind, ["object"] = copy };
    }
}
