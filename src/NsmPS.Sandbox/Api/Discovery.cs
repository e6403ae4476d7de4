using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>Tells clients which kinds there are.</summary>
internal sealed class Discovery(KindTable kinds, KindFacts facts)
{
    /// <summary>The answer to a path of discovery; null for other paths.</summary>
    public JsonObject? Answer(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["api"] => new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1") },
        ["apis"] => new JsonObject
        {
            ["kind"] = "APIGroupList",
            ["apiVersion"] = "v1",
            ["groups"] = new JsonArray([.. kinds.All.Where(kind => kind.Group.Length > 0).GroupBy(kind => kind.Group).Select(Group)])
        },
        ["api", var version] => Resources("", version),
        ["apis", var name, var version] => Resources(name, version),
        _ => null,
    };

    private static JsonObject Group(IGrouping<string, ResourceKind> group)
    {
        JsonObject[] versions = [.. group.Select(kind => kind.Version).Distinct()
            .Select(version => new JsonObject { ["groupVersion"] = $"{group.Key}/{version}", ["version"] = version })];
        return new JsonObject
        {
            ["name"] = group.Key,
            ["versions"] = new JsonArray([.. versions]),
            ["preferredVersion"] = versions[0].DeepClone()
        };
    }

    private JsonObject? Resources(string group, string version)
    {
        ResourceKind[] served = [.. kinds.All.Where(kind => kind.Group == group && kind.Version == version)];
        return served.Length == 0 ? null : new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = served[0].ApiVersion,
            ["resources"] = new JsonArray([.. served.SelectMany(Entries)]),
        };
    }

    private IEnumerable<JsonObject> Entries(ResourceKind kind)
    {
        yield return new JsonObject
        {
            ["name"] = kind.Plural,
            ["singularName"] = kind.Kind.ToLowerInvariant(),
            ["namespaced"] = kind.Namespaced,
            ["kind"] = kind.Kind,
            ["verbs"] = List(KindFacts.Verbs(kind)),
            ["shortNames"] = List(facts.ShortNames(kind)),
            ["categories"] = List(KindFacts.Categories(kind)),
        };
        foreach (var part in KindFacts.Parts(kind))
        {
            var entry = new JsonObject
            {
                ["name"] = $"{kind.Plural}/{part.Name}",
                ["singularName"] = "",
                ["namespaced"] = kind.Namespaced,
                ["kind"] = part.Kind,
                ["verbs"] = List(part.Verbs),
            };
            if (part.Group != kind.Group)
            {
                (entry["group"], entry["version"]) = (part.Group, part.Version);
            }

            yield return entry;
        }
    }

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
