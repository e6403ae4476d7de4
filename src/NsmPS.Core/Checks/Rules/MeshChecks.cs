using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Rules;

/// <summary>The mesh's own workloads: whether they run, and why not.</summary>
internal static class MeshChecks
{
    private const string ManagerContainer = "nsmd";
    private const string SpireSocket = "spire/sockets/agent.sock";
    private const string HugepagesPrefix = "hugepages-";

    private static readonly ResourceType[] s_workloads = [KnownTypes.DaemonSets, KnownTypes.Deployments, KnownTypes.StatefulSets,
        KnownTypes.Pods];

    public static IReadOnlyList<Check> All { get; } =
    [
        new("MeshInstalled", NsmCheckCategory.Mesh, "NSM is installed.", Installed) { NeedsMesh = false },
        new("Workloads", NsmCheckCategory.Mesh, "Every workload of the mesh is ready.", Workloads)
        { Needs = s_workloads, Uses = [KnownTypes.Events], Probes = CheckProbes.Logs },
        new("AsApplied", NsmCheckCategory.Mesh, "Every object of the mesh is as it was applied.", AsApplied) { Probes = CheckProbes.Drift },
        new("ForwarderOnEachNode", NsmCheckCategory.Mesh, "Every node that has a manager has a forwarder.", Forwarders)
        { Needs = s_workloads },
        new("SecureMode", NsmCheckCategory.Mesh, "Managers, forwarders and SPIRE agree on whether the mesh is secure.", SecureMode)
        {
            Needs = [.. s_workloads, KnownTypes.Namespaces],
            Probes = CheckProbes.Logs,
            Only = Generation.V02,
        },
        new("MemoryOfForwarders", NsmCheckCategory.Mesh, "No container of the mesh was killed.", Killed)
        { Needs = [.. s_workloads, KnownTypes.Nodes] },
        new("CrashLoops", NsmCheckCategory.Mesh, "No container of the mesh crashes again and again.", CrashLoops)
        { Needs = s_workloads, Probes = CheckProbes.Logs },
    ];

    private static IEnumerable<Finding> Installed(CheckFacts facts)
    {
        yield return facts.Namespace is null
            ? Finding.Fail("", "NSM is not installed.", "Install it with Install-NsmMesh.")
            : Finding.Pass($"Namespace/{facts.Namespace}", $"NSM {facts.Generation.Name} is installed in {facts.Namespace}.");
    }

    private static IEnumerable<Finding> Workloads(CheckFacts facts)
    {
        foreach (var workload in facts.Workloads.OrderBy(item => item.Name(), StringComparer.Ordinal))
        {
            var health = WorkloadRules.Evaluate(workload, facts.Of(KnownTypes.Pods), facts.Of(KnownTypes.Events));
            if (health.State == NsmState.Ready)
            {
                yield return Finding.Pass(health.Target, "It is ready.");
                continue;
            }

            var pods = facts.PodsOf(workload).Select(pod => (Pod: pod, Health: PodRules.Evaluate(pod)))
                .Where(entry => entry.Health.State != NsmState.Ready).ToArray();
            var evidence = pods.GroupBy(entry => entry.Health.Cause, StringComparer.Ordinal)
                .Select(group => (group.First().Pod, group.First().Health, More: group.Count() - 1))
                .Select(entry => string.Join('\n', new[]
                {
                    $"{entry.Pod.Name()}{(entry.More > 0 ? $" and {entry.More} more" : "")}: {entry.Health.Reason}",
                    entry.Health.Pod is { } at ? facts.LogOf(entry.Pod, at.Container) : "",
                }.Where(text => text.Length > 0)));
            yield return Finding.Fail(health.Target, $"It is not ready: {health.Reason}.",
                "Fix what the evidence names; Wait-NsmMesh waits until it is ready.", string.Join('\n', evidence));
        }
    }

    private static IEnumerable<Finding> AsApplied(CheckFacts facts)
    {
        if (facts.Drift is null)
        {
            yield return Finding.Skip("", "There is no record of what was applied that could be compared, or the user may not do it.");
        }

        foreach (var drift in facts.Drift ?? [])
        {
            yield return drift.Live is null
                ? Finding.Fail(drift.Key.ToString(), "The object was applied and is gone.", Hints.Repair)
                : Finding.Warn(drift.Key.ToString(), "The object was changed since it was applied.",
                    "Compare-NsmMesh shows the changes; " + Hints.Repair, string.Join(", ", drift.Fields.Select(field => field.Path)));
        }
    }

    private static IEnumerable<Finding> Forwarders(CheckFacts facts)
    {
        var forwarders = facts.ForwarderSets.SelectMany(facts.PodsOf).ToArray();
        foreach (var pod in facts.PodsOf(facts.ManagerSet).OrderBy(pod => pod.NodeName(), StringComparer.Ordinal))
        {
            var node = pod.NodeName();
            var onNode = forwarders.Where(forwarder => forwarder.NodeName() == node).ToArray();
            if (node is null || onNode.Any(forwarder => forwarder.HasCondition("Ready")))
            {
                continue;
            }

            var unready = !facts.Generation.UsesSpire
                && PodParts.Statuses(pod).FirstOrDefault(status => status.Text("name") == ManagerContainer).Text("ready") != "true";
            yield return Finding.Fail($"Node/{node}",
                unready
                    ? $"The manager {pod.Name()} waits for a forwarder: its container {ManagerContainer} stays unready until one registers."
                    : facts.Generation.Heals
                        ? "The node has no forwarder that is ready: nothing on it gets a wire."
                        : "The node has no forwarder that is ready; wires of it end when the next one starts.",
                onNode.Length == 0 ? Hints.Repair : "See the forwarder's pod; then " + Hints.Repair,
                onNode.Length == 0
                    ? "no forwarder pod"
                    : string.Join('\n', onNode.Select(forwarder => $"{forwarder.Name()}: {PodRules.Evaluate(forwarder).Reason}")));
        }
    }

    private static IEnumerable<Finding> SecureMode(CheckFacts facts)
    {
        var hasSpire = facts.Of(KnownTypes.Namespaces).Any(item => item.Name() == SpireNames.Namespace && !item.IsTerminating());
        var sets = facts.ForwarderSets.Append(facts.ManagerSet).OfType<JsonObject>()
            .Select(item => (Item: item, Insecure: IsInsecure(item))).ToArray();
        if (sets.Select(entry => entry.Insecure).Distinct().Count() > 1)
        {
            yield return Finding.Fail("", "Managers and forwarders do not agree on whether the mesh is secure, so they refuse each other.",
                Hints.Repair,
                string.Join('\n',
                    sets.Select(entry => $"{entry.Item.Name()}: {NsmNames.InsecureVariable} {(entry.Insecure ? "true" : "not set")}")));
        }

        foreach (var (item, _) in sets.Where(entry => !entry.Insecure && !hasSpire))
        {
            yield return Finding.Fail(item.Key().ToString(), "It wants certificates of SPIRE, and there is no SPIRE: its probes "
                + "fail forever.", Hints.Repair,
                $"{NsmNames.InsecureVariable} is not true; namespace {SpireNames.Namespace} does not exist");
        }

        foreach (var (key, log) in facts.Logs.Where(entry => entry.Value.Contains(SpireSocket, StringComparison.Ordinal)))
        {
            yield return Finding.Fail(key, "It cannot reach SPIRE's agent on its node.",
                "Bring the SPIRE agent of the node up, or install the mesh without secure mode.", log);
        }
    }

    private static bool IsInsecure(JsonObject workload) =>
        PodParts.Variable(workload.At("spec", "template", "spec"), "containers", NsmNames.InsecureVariable) == "true";

    private static IEnumerable<Finding> Killed(CheckFacts facts)
    {
        foreach (var pod in facts.Workloads.SelectMany(facts.PodsOf))
        {
            foreach (var status in PodParts.Statuses(pod).Where(PodParts.WasKilled))
            {
                var huge = facts.Of(KnownTypes.Nodes).Where(node => node.Name() == pod.NodeName())
                    .SelectMany(node =>
                        (node.At("status", "capacity") as JsonObject ?? []).Where(entry =>
                            entry.Key.StartsWith(HugepagesPrefix, StringComparison.Ordinal) && entry.Value.Text() is not (null or "0")))
                    .Select(entry => $"{entry.Key} {entry.Value.Text()}").ToArray();
                yield return Finding.Fail(pod.Key().ToString(),
                    $"Container {status.Text("name")} was killed, most often for its memory ({status.Number("restartCount")} restarts).",
                    huge.Length > 0
                        ? "The node has huge pages that the pod does not ask for, and VPP takes them anyway: let the pod request "
                            + "them, or take them from the node."
                        : "Give the container more memory, or the node.",
                    string.Join('\n', ["exit code 137 or OOMKilled", .. huge]));
            }
        }
    }

    private static IEnumerable<Finding> CrashLoops(CheckFacts facts)
    {
        foreach (var pod in facts.Workloads.SelectMany(facts.PodsOf))
        {
            foreach (var status in PodParts.Statuses(pod).Where(PodParts.IsCrashing))
            {
                var name = status.Text("name") ?? "";
                var log = facts.LogOf(pod, name);
                var restored = name == ManagerContainer && log.Contains("nil pointer", StringComparison.Ordinal);
                yield return Finding.Fail(pod.Key().ToString(),
                    $"Container {name} crashes again and again ({status.Number("restartCount")} restarts).",
                    restored
                        ? "The forwarders hold wires whose registrations were deleted, over which the manager falls at each start: "
                            + "Uninstall-NsmMesh -Force, then Install-NsmMesh."
                        : "Fix what its log says, then delete the pod.", log);
            }
        }
    }
}
