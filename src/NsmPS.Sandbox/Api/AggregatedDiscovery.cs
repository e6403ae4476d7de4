using System.Text.Json.Nodes;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>Tells clients in one answer which kinds there are, as they ask from Kubernetes 1.26 on.</summary>
internal sealed class AggregatedDiscovery(KindTable kinds, KindFacts facts, SandboxSettings settings)
{
    private const string Group = "apidiscovery.k8s.io";
    private const string ListKind = "APIGroupDiscoveryList";

    /// <summary>The versions of the answer, the one that is preferred first, and since which minor version it is known.</summary>
    private static readonly (string Name, int Since)[] s_versions = [("v2", 30), ("v2beta1", 26)];

    /// <summary>The answer and its media type; null where the client does not ask for it, or the path has none.</summary>
    public (JsonObject Answer, string MediaType)? Answer(string path, string accept)
    {
        if (path is not ("/api" or "/apis"))
        {
            return null;
        }

        // The client's order is its preference.
        foreach (var type in accept.Split(',', StringSplitOptions.TrimEntries))
        {
            if (type.Split(';')[0] == Answers.Json && !type.Contains(';', StringComparison.Ordinal))
            {
                return null;
            }

            foreach (var (version, since) in s_versions)
            {
                if (settings.Minor >= since && type == MediaType(version))
                {
                    return (Make(version, isCore: path == "/api"), type);
                }
            }
        }

        return null;
    }

    private static string MediaType(string version) => $"{Answers.Json};g={Group};v={version};as={ListKind}";

    private JsonObject Make(string version, bool isCore) => new()
    {
        ["kind"] = ListKind,
        ["apiVersion"] = $"{Group}/{version}",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. kinds.All.Where(kind => kind.Group.Length == 0 == isCore).GroupBy(kind => kind.Group).Select(Item)]),
    };

    private JsonObject Item(IGrouping<string, ResourceKind> group) => new()
    {
        ["metadata"] = group.Key.Length == 0 ? [] : new JsonObject { ["name"] = group.Key },
        ["versions"] = new JsonArray([.. group.GroupBy(kind => kind.Version).Select(version => new JsonObject
        {
            ["version"] = version.Key,
            ["resources"] = new JsonArray([.. version.Select(Resource)]),
            ["freshness"] = "Current",
        })]),
    };

    private JsonObject Resource(ResourceKind kind)
    {
        var resource = new JsonObject
        {
            ["resource"] = kind.Plural,
            ["responseKind"] = Kind(kind.Group, kind.Version, kind.Kind),
            ["scope"] = kind.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = kind.Kind.ToLowerInvariant(),
            ["verbs"] = List(KindFacts.Verbs(kind)),
        };
        foreach (var (field, texts) in ((string, IReadOnlyList<string>)[])
            [("shortNames", facts.ShortNames(kind)), ("categories", KindFacts.Categories(kind))])
        {
            if (texts.Count > 0)
            {
                resource[field] = List(texts);
            }
        }

        JsonObject[] parts = [.. KindFacts.Parts(kind).Select(part => new JsonObject
        {
            ["subresource"] = part.Name,
            ["responseKind"] = Kind(part.Group, part.Version, part.Kind),
            ["verbs"] = List(part.Verbs),
        })];
        if (parts.Length > 0)
        {
            resource["subresources"] = new JsonArray([.. parts]);
        }

        return resource;
    }

    private static JsonObject Kind(string group, string version, string kind) =>
        new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
