namespace NsmPS.E2E.World;

/// <summary>Every object of every API resource, as kubectl lists them. Events and leases come and go by themselves and are left out.</summary>
internal static class ClusterSnapshot
{
    private static readonly string[] s_passing = ["events", "events.events.k8s.io", "leases.coordination.k8s.io", "componentstatuses"];

    /// <summary>Names of all objects.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync() => await ListAsync("{range .items[*]}{.kind}/{.metadata.namespace}/{.metadata.name}{\"\\n\"}{end}", _ => true);

    /// <summary>Names with uid and resource version; nodes are left out, because their status changes every few seconds.</summary>
    public static async Task<IReadOnlyList<string>> VersionsAsync() =>
        await ListAsync("{range .items[*]}{.kind}/{.metadata.namespace}/{.metadata.name} {.metadata.uid} {.metadata.resourceVersion}{\"\\n\"}{end}", type => type != "nodes");

    private static async Task<IReadOnlyList<string>> ListAsync(string template, Func<string, bool> wanted)
    {
        var types = (await Tool.KubectlAsync("api-resources", "--verbs=list", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(type => !s_passing.Contains(type) && wanted(type)).ToArray();
        var lists = await Task.WhenAll(types.Select(type => Tool.KubectlAsync("get", type, "--all-namespaces", "-o", "jsonpath=" + template)));
        return [.. types.Concat(lists.SelectMany(list => list.Split('\n', StringSplitOptions.RemoveEmptyEntries))).Order(StringComparer.Ordinal)];
    }
}
