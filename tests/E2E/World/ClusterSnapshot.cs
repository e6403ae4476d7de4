namespace NsmPS.E2E.World;

/// <summary>Every object of every API resource, as kubectl lists them. Events and leases come and go by themselves and are left out.</summary>
internal static class ClusterSnapshot
{
    private static readonly string[] s_passing = ["events", "events.events.k8s.io", "leases.coordination.k8s.io", "componentstatuses"];

    private static readonly string[] s_moving =
        ["nodes", "pods", "daemonsets.apps", "deployments.apps", "replicasets.apps", "endpoints", "endpointslices.discovery.k8s.io"];

    /// <summary>Names of all objects.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync() => await ListAsync(_ => "{range .items[*]}{.kind}/{.metadata.namespace}/{.metadata.name}{\"\\n\"}{end}");

    /// <summary>Names with uid and resource version. Where Kubernetes itself writes the status now and then, the generation says whether anybody changed the rest.</summary>
    public static async Task<IReadOnlyList<string>> VersionsAsync() => await ListAsync(type =>
        "{range .items[*]}{.kind}/{.metadata.namespace}/{.metadata.name} {.metadata.uid} {.metadata." + (s_moving.Contains(type) ? "generation" : "resourceVersion") + "}{\"\\n\"}{end}");

    private static async Task<IReadOnlyList<string>> ListAsync(Func<string, string> template)
    {
        var types = (await Tool.KubectlAsync("api-resources", "--verbs=list", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(type => !s_passing.Contains(type)).ToArray();
        var lists = await Task.WhenAll(types.Select(type => Tool.KubectlAsync("get", type, "--all-namespaces", "-o", "jsonpath=" + template(type))));
        return [.. types.Concat(lists.SelectMany(list => list.Split('\n', StringSplitOptions.RemoveEmptyEntries))).Order(StringComparer.Ordinal)];
    }
}
