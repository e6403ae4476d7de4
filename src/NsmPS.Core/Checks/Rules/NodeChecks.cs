using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Rules;

/// <summary>What NSM has on each node; one row for each.</summary>
internal static class NodeChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new("NodeSockets", NsmCheckCategory.Nodes, "No manager runs whose node could be looked at.", Sockets)
        { Only = Generation.V02, Needs = [KnownTypes.Nodes, KnownTypes.DaemonSets, KnownTypes.Pods, NsmTypes.Managers] },
        new("NodeManager", NsmCheckCategory.Nodes, "No manager runs whose node could be looked at.", Managers)
        {
            Needs = [KnownTypes.Nodes, KnownTypes.DaemonSets, KnownTypes.Pods,
                .. Generation.All.Select(generation => GenerationRules.For(generation).Registrations)],
        },
        new("StaleManagers", NsmCheckCategory.Nodes, "Every registered manager is on a node that is ready.", StaleManagers)
        { Only = Generation.V02, Needs = [KnownTypes.Nodes, NsmTypes.Managers] },
        new("LeftoverLinks", NsmCheckCategory.Nodes, "No forwarder runs that could be asked.", Leftovers)
        { Only = Generation.V02, Needs = [KnownTypes.DaemonSets, KnownTypes.Pods], Probes = CheckProbes.Links },
    ];

    /// <summary>The nodes whose manager must be restarted: they offer no sockets, or
    /// their registration names another pod's address.</summary>
    public static IEnumerable<NsmNodeStatus> ToRestart(CheckFacts facts) => facts.Generation.Heals
        ? []
        : Statuses(facts).Where(node =>
            facts.ReadyNodes.Contains(node.Name) && (node.Sockets == 0 || NodeRules.IsStale(node)));

    /// <summary>Registrations of managers on nodes that are gone; NSM never removes them.</summary>
    public static IEnumerable<JsonObject> Orphans(CheckFacts facts)
    {
        var nodes = facts.Of(KnownTypes.Nodes).Select(node => node.Name()).ToHashSet(StringComparer.Ordinal);
        return facts.Of(NsmTypes.Managers).Where(manager => !nodes.Contains(manager.Name()));
    }

    private static IReadOnlyList<NsmNodeStatus> Statuses(CheckFacts facts) => facts.ManagerSet is { } manager
        ? [.. facts.Rules.Describe(new MeshParts(manager, facts.Of(KnownTypes.Pods), facts.Of(KnownTypes.Nodes),
            facts.Of(facts.Rules.Registrations), facts.Now))]
        : [];

    private static long Capacity(CheckFacts facts, string node) =>
        facts.Of(KnownTypes.Nodes).FirstOrDefault(item => item.Name() == node).Number("status", "capacity", NsmNames.SocketResource);

    private static IEnumerable<Finding> Sockets(CheckFacts facts)
    {
        foreach (var node in Statuses(facts))
        {
            var capacity = Capacity(facts, node.Name);
            yield return node.Sockets > 0
                ? Finding.Pass(Target(node), $"It offers {node.Sockets} {NsmNames.SocketResource}.")
                : Finding.Fail(Target(node),
                    capacity > 0
                        ? $"It offers no {NsmNames.SocketResource} any more: its kubelet or its manager was restarted, and the manager "
                            + "does not offer them again."
                        : $"It offers no {NsmNames.SocketResource}, so no endpoint or client can run there.",
                    Hints.Repair, $"allocatable 0, capacity {capacity}");
        }
    }

    private static IEnumerable<Finding> Managers(CheckFacts facts)
    {
        foreach (var node in Statuses(facts))
        {
            if (facts.Generation.UsesSpire)
            {
                var problem = facts.Rules.Problems(node).FirstOrDefault();
                yield return problem is null ? Finding.Pass(Target(node), $"Its forwarder is registered through {node.ManagerUrl}.")
                    : Finding.Fail(Target(node), $"{char.ToUpperInvariant(problem[0])}{problem[1..]}; nothing on the node gets a wire.",
                        "Forwarders register within seconds; where this one does not, see the logs of the node's forwarder and of "
                            + "the registry.", $"registered {node.ManagerUrl ?? "nothing"}");
                continue;
            }

            yield return node.ManagerIsCurrent ? Finding.Pass(Target(node), $"Its manager is registered as {node.ManagerUrl}.")
                : node.ManagerUrl is null
                    ? Finding.Fail(Target(node), "Its manager has not registered.",
                        "See the log of container nsmd-k8s of the node's nsmgr pod.")
                : Finding.Fail(Target(node), "Its manager is registered under an address that is not its pod's, so no other node "
                    + "can reach it.", Hints.Repair, $"registered {node.ManagerUrl}");
        }
    }

    private static IEnumerable<Finding> StaleManagers(CheckFacts facts)
    {
        foreach (var manager in Orphans(facts))
        {
            yield return Finding.Fail(manager.Key().ToString(), "A manager is registered for a node that does not exist; NSM never "
                + "removes it.", Hints.Repair, manager.Text("spec", "url") ?? "");
        }

        foreach (var manager in facts.Of(NsmTypes.Managers).Except(Orphans(facts))
            .Where(manager => !facts.ReadyNodes.Contains(manager.Name())))
        {
            yield return Finding.Warn(manager.Key().ToString(), "The manager's node is not ready; other nodes still try to reach it.",
                "Bring the node back, or delete it from the cluster; then " + Hints.Repair);
        }
    }

    private static IEnumerable<Finding> Leftovers(CheckFacts facts)
    {
        foreach (var node in facts.Links.OrderBy(entry => entry.Node, StringComparer.Ordinal))
        {
            yield return node.Problem.Length > 0
                ? Finding.Skip($"Node/{node.Node}", $"The links of the node cannot be read: {node.Problem}")
                : node.Links.Count == 0 && node.Unclear.Count > 0
                    ? Finding.Warn($"Node/{node.Node}", "Links with names of NSM are on it that no pod holds, and their kind, "
                        + "name or address does not prove that NSM made them: they may be somebody else's.",
                        "Look at them with 'ip -d link' on the node. Repair-NsmMesh -Force deletes them.",
                        string.Join(", ", node.Unclear))
                : node.Links.Count == 0 ? Finding.Pass($"Node/{node.Node}", "No link of a failed wire is left on it.")
                : Finding.Fail($"Node/{node.Node}", "Links of failed wires are left on it; every new wire there fails with 'file exists'.",
                    Hints.Repair, string.Join(", ", node.Links));
        }
    }

    private static string Target(NsmNodeStatus node) => $"Node/{node.Name}";
}
