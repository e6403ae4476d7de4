using System.Text.Json.Nodes;

namespace NsmPS.E2E.World;

/// <summary>Every object of every API resource. Events and leases come and go by themselves and are left out.</summary>
internal static class ClusterSnapshot
{
    private static readonly string[] s_passing = ["events", "leases", "componentstatuses"];

    private static readonly string[] s_moving = ["nodes", "pods", "daemonsets", "deployments", "replicasets", "endpoints",
        "endpointslices"];

    /// <summary>Names of all objects, and of all resources.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync() => await ListAsync((_, item) => Name(item));

    /// <summary>Names with uid and resource version. Where Kubernetes itself writes the status now and
    /// then, the generation says whether anybody changed the rest.</summary>
    public static async Task<IReadOnlyList<string>> VersionsAsync() => await ListAsync((type, item) =>
        $"{Name(item)} {Text(item, "uid")} {Text(item, s_moving.Contains(type) ? "generation" : "resourceVersion")}");

    private static string Name(JsonNode item) => $"{Text(item, "namespace")}/{Text(item, "name")}";

    private static string Text(JsonNode item, string field) => item["metadata"]?[field]?.ToString() ?? "";

    private static async Task<IReadOnlyList<string>> ListAsync(Func<string, JsonNode, string> show)
    {
        using var api = new ClusterApi();
        var groups = (await api.GetAsync("/apis"))["groups"]!.AsArray()
            .Select(group => $"/apis/{group!["preferredVersion"]!["groupVersion"]}");
        var lists = await Task.WhenAll(groups.Prepend("/api/v1").Select(path => ListAsync(api, path, show)));
        return [.. lists.SelectMany(list => list).Order(StringComparer.Ordinal)];
    }

    private static async Task<IEnumerable<string>> ListAsync(ClusterApi api, string path, Func<string, JsonNode, string> show)
    {
        var types = (await api.GetAsync(path))["resources"]!.AsArray()
            .Where(type => type!["verbs"]!.AsArray().Any(verb => (string?)verb == "list")).Select(type => (string)type!["name"]!)
            .Where(type => !s_passing.Contains(type)).ToArray();
        var lists = await Task.WhenAll(
            types.Select(async type => (Type: type, Items: (await api.GetAsync($"{path}/{type}"))["items"]!.AsArray())));
        return lists.SelectMany(list =>
            list.Items.Select(item => $"{path}/{list.Type} {show(list.Type, item!)}").Prepend($"{path}/{list.Type}"));
    }
}
