using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>Tells clients which kinds there are.</summary>
internal sealed class Discovery(KindTable kinds)
{
    private static readonly ImmutableDictionary<string, string> s_shortNames = new Dictionary<string, string>
    {
        ["pods"] = "po",
        ["nodes"] = "no",
        ["namespaces"] = "ns",
        ["services"] = "svc",
        ["endpoints"] = "ep",
        ["configmaps"] = "cm",
        ["serviceaccounts"] = "sa",
        ["events"] = "ev",
        ["persistentvolumeclaims"] = "pvc",
        ["deployments"] = "deploy",
        ["replicasets"] = "rs",
        ["daemonsets"] = "ds",
        ["statefulsets"] = "sts",
        ["customresourcedefinitions"] = "crd,crds",
    }.ToImmutableDictionary();

    private static readonly string[] s_verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly string[] s_partVerbs = ["get", "patch", "update"];
    private static readonly ImmutableArray<ResourceKind> s_all =
        [BuiltIn.Pods, BuiltIn.Services, BuiltIn.Deployments, BuiltIn.ReplicaSets, BuiltIn.DaemonSets, BuiltIn.StatefulSets, BuiltIn.Jobs];

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
            ["verbs"] = List(kind == BuiltIn.Namespaces ? s_verbs.Where(verb => verb != "deletecollection") : s_verbs),
            ["shortNames"] = List(ShortNames(kind)),
            ["categories"] = List(Categories(kind)),
        };
        foreach ((var part, var partKind, var verbs) in Parts(kind))
        {
            yield return new JsonObject
            {
                ["name"] = $"{kind.Plural}/{part}",
                ["singularName"] = "",
                ["namespaced"] = kind.Namespaced,
                ["kind"] = partKind,
                ["verbs"] = List(verbs)
            };
        }
    }

    private static IEnumerable<(string Part, string Kind, string[] Verbs)> Parts(ResourceKind kind) =>
    [
        .. kind.HasStatus ? [(Objects.StatusPart, kind.Kind, s_partVerbs)] : Array.Empty<(string, string, string[])>(),
        .. BuiltIn.Scalable.Contains(kind) ? [(Objects.ScalePart, "Scale", s_partVerbs)] : Array.Empty<(string, string, string[])>(),
        .. kind == BuiltIn.Pods
            ? [(PodStreams.LogPart, kind.Kind, ["get"]), (PodStreams.ExecPart, "PodExecOptions", ["create", "get"]),
                (Objects.EphemeralPart, kind.Kind, s_partVerbs)]
            : Array.Empty<(string, string, string[])>(),
    ];

    private IEnumerable<string> ShortNames(ResourceKind kind) =>
        kinds.DefinitionOf(kind)?.ShortNames ?? (s_shortNames.TryGetValue(kind.Plural, out var names) ? names.Split(',') : []);

    private static IEnumerable<string> Categories(ResourceKind kind) =>
        s_all.Contains(kind) ? ["all"] : kind.Group is "apiextensions.k8s.io" or "admissionregistration.k8s.io" ? ["api-extensions"] : [];

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
