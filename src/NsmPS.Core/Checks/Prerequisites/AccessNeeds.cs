using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Prerequisites;

/// <summary>What an installation needs to be allowed, computed from the very objects that it would apply.</summary>
internal static class AccessNeeds
{
    // Where get is granted too it is a WebSocket, and without it the older way.
    private const string SocketVerb = "create";

    private static readonly string[] s_applying = ["get", "patch", "create"];
    private static readonly string[] s_waiting = ["list", "watch"];
    private static readonly string[] s_socketResources = ["pods/exec", "pods/portforward"];

    /// <summary>Applying the objects, keeping the inventory, waiting for what comes up, proving injection, and proving the mesh.</summary>
    public static IReadOnlyList<AccessNeed> Of(ManifestSet set, string home)
    {
        var applied = set.Objects.Select(item => (Type: KnownTypes.Find(item.Text("apiVersion")!, item.Kind()), Space: item.Namespace()))
            .Append((Type: KnownTypes.Secrets, Space: home))
            .SelectMany(entry => s_applying, (entry, verb) => entry.Type is null ? null : Need(verb, entry.Type, entry.Space));
        ResourceType[] inside = [KnownTypes.DaemonSets, KnownTypes.Deployments, KnownTypes.Pods];
        var waited = inside.Select(type => (type, (string?)home))
            .Concat(new[]
            {
                KnownTypes.Nodes, KnownTypes.CustomResourceDefinitions, NsmTypes.Managers
            }.Select(type => (type, (string?)null)))
            .SelectMany(entry => s_waiting, (entry, verb) => Need(verb, entry.Item1, entry.Item2));
        AccessNeed[] others =
        [
            Need("list", KnownTypes.Secrets, home), Need("list", KnownTypes.DaemonSets, null), Need("list", KnownTypes.Events, home),
            new AccessNeed("get", "", "pods/log", home), Need("create", KnownTypes.Deployments, home),
        ];
        var sockets = s_socketResources.Select(resource => new AccessNeed(SocketVerb, "", resource, home));
        return [.. applied.OfType<AccessNeed>().Concat(waited).Concat(others).Concat(sockets).Distinct()];
    }

    /// <summary>What the rules of a role allow. Nobody may give away rights that they do
    /// not have themselves, unless they may escalate.</summary>
    public static IReadOnlyList<AccessNeed> OfRoles(ManifestSet set) =>
        [.. set.Objects.Where(item => item.Kind() == KnownTypes.ClusterRoles.Kind).SelectMany(role => role.Items("rules"))
            .SelectMany(rule => from verb in rule.Texts("verbs")
                                from @group in rule.Texts("apiGroups")
                                from resource in rule.Texts("resources")
                                select new AccessNeed(verb, @group, resource, null)).Distinct()];

    /// <summary>The rights to grant rights that the user does not have.</summary>
    public static IReadOnlyList<AccessNeed> Escalation { get; } = [Need("escalate", KnownTypes.ClusterRoles, null),
        Need("bind", KnownTypes.ClusterRoles, null)];

    private static AccessNeed Need(string verb, ResourceType type, string? @namespace) =>
        new(verb, type.ApiVersion.Contains('/', StringComparison.Ordinal) ? type.ApiVersion.Split('/')[0] : "", type.Plural,
            type.Namespaced ? @namespace : null);
}
