using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Generations;

namespace NsmPS.Checks.Rules;

/// <summary>What the mesh of NSM v1 needs besides SPIRE: its registry, ports of the nodes, and
/// namespaces that let its pods use folders of the node.</summary>
internal static class V1MeshChecks
{
    private const string FreePorts = "free ports";
    private const string RegistryVariable = "NSM_REGISTRY_URL";

    public static IReadOnlyList<Check> All { get; } =
    [
        new("RegistryServes", NsmCheckCategory.Mesh,
            "The address that managers have of the registry leads to a pod that is ready.", Registry)
        {
            Only = Generation.V1,
            Needs = [KnownTypes.DaemonSets, KnownTypes.Deployments, KnownTypes.Services, KnownTypes.Pods],
            Probes = CheckProbes.Logs,
        },
        new("HostPorts", NsmCheckCategory.Nodes, "No pod of the mesh waits for a port of a node.", HostPorts)
        { Only = Generation.V1, Needs = [KnownTypes.DaemonSets, KnownTypes.Deployments, KnownTypes.StatefulSets, KnownTypes.Pods] },
        new("PodSecurity", NsmCheckCategory.Cluster, "Every namespace of the mesh and of its users lets pods use folders of the node.",
            PodSecurity) { Only = Generation.V1, Needs = [KnownTypes.Namespaces, KnownTypes.Pods] },
    ];

    private static IEnumerable<Finding> Registry(CheckFacts facts)
    {
        var url = PodParts.Variable(facts.ManagerSet.At("spec", "template", "spec"), "containers", RegistryVariable) ?? "";
        var host = url[(url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var start ? start + 3 : 0)..].Split(':')[0].Split('.');
        var space = host.Length > 1 ? host[1] : facts.Namespace;
        var target = $"Service/{space}/{host[0]}";
        if (facts.Of(KnownTypes.Services).FirstOrDefault(item => item.Name() == host[0] && item.Namespace() == space) is not { } service)
        {
            yield return Finding.Fail(target, "Managers reach the registry by a service that does not exist: nothing can be registered, "
                + "and registrations expire within a minute.", Hints.Repair, $"{RegistryVariable} {url}");
            yield break;
        }

        JsonObject[] pods = [.. ServiceRules.PodsOf(service, facts.Of(KnownTypes.Pods)).Where(PodRules.IsLiving)];
        if (!pods.Any(pod => pod.HasCondition("Ready")))
        {
            yield return Finding.Fail(target, "No pod of the registry is ready: nothing can be registered, and registrations expire "
                + "within a minute.", "See the registry's pod; managers connect again by themselves.",
                string.Join('\n', pods.Select(pod => $"{pod.Name()}: {PodRules.Evaluate(pod).Reason}")
                    .DefaultIfEmpty("no pod")));
        }
    }

    private static IEnumerable<Finding> HostPorts(CheckFacts facts) => facts.Workloads.SelectMany(facts.PodsOf)
        .Where(pod => pod.Condition("PodScheduled").Text("status") == "False"
            && (pod.Condition("PodScheduled").Text("message") ?? "").Contains(FreePorts, StringComparison.Ordinal))
        .Select(pod =>
            Finding.Fail(pod.Key().ToString(), $"The pod waits for a port of a node that another pod has: {string.Join(", ", Ports(pod))}.",
            "Find the pod with the same hostPort, and give it another.", pod.Condition("PodScheduled").Text("message") ?? ""));

    private static IEnumerable<long> Ports(JsonObject pod) => pod.Items("spec", "containers")
        .SelectMany(container => container.Items("ports")).Select(port => port.Number("hostPort")).Where(port => port > 0);

    /// <summary>Without CSI drivers, which NsmPS does not install, every user of NSM v1 has folders of the node.</summary>
    private static IEnumerable<Finding> PodSecurity(CheckFacts facts)
    {
        var users = facts.ClientPods.Concat(facts.EndpointPods)
            .Where(pod => pod.Items("spec", "volumes").Any(volume => volume["hostPath"] is not null)).Select(pod => pod.Namespace())
            .Concat(facts.Rules.Namespaces(facts.Namespace!)).ToHashSet();
        foreach (var item in facts.Of(KnownTypes.Namespaces)
            .Where(item => users.Contains(item.Name()) && item.Label(KubeNames.PodSecurityLabel) is { } level
                && level != KubeNames.Privileged))
        {
            yield return Finding.Fail(item.Key().ToString(), "The namespace enforces pod security level "
                + $"{item.Label(KubeNames.PodSecurityLabel)}, and pods of NSM v1 there use folders of the node: no new one is let in.",
                $"Label it {KubeNames.PodSecurityLabel}={KubeNames.Privileged}.",
                $"{KubeNames.PodSecurityLabel}={item.Label(KubeNames.PodSecurityLabel)}");
        }
    }
}
