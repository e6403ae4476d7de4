using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Checks.Rules;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Admission;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Generations;

namespace NsmPS.Checks.Prerequisites;

/// <summary>What must hold before NSM is installed.</summary>
internal sealed class PrerequisiteChecks(PrerequisiteFacts wanted)
{
    private const long ProbePort = 5555;
    private const int NodesOfSamples = 2;
    private const string Architecture = "amd64";

    /// <summary>The checks of a cluster that also make sense before an installation.</summary>
    private static readonly string[] s_shared = ["PodsCanBeCreated", "AddressRanges", "Definitions", "Namespaces", "OtherWebhooks"];

    /// <summary>Checks that only apply to v0.2.</summary>
    private static readonly string[] s_ofV02 = ["Definitions", "OtherWebhooks", "LeftoverWebhook", "HostPorts"];

    public IEnumerable<Check> All => Every.Where(check => wanted.Generation == Generation.V02 || !s_ofV02.Contains(check.Id));

    private IReadOnlyList<Check> Every =>
    [
        new("ServerVersion", NsmCheckCategory.Cluster, "", ServerVersion) { NeedsMesh = false },
        new("ExistingMesh", NsmCheckCategory.Cluster, "No mesh is installed.", ExistingMesh) { NeedsMesh = false },
        .. ClusterChecks.All.Concat(AdmissionChecks.All).Where(check => s_shared.Contains(check.Id)),
        new("LeftoverWebhook", NsmCheckCategory.Admission, "No webhook of an earlier installation is left.", LeftoverWebhook)
        { NeedsMesh = false, Needs = [KnownTypes.MutatingWebhookConfigurations] },
        new("PodSecurity", NsmCheckCategory.Cluster, "The namespaces take privileged pods.", PodSecurity)
        { NeedsMesh = false, Needs = [KnownTypes.Namespaces] },
        new("Quotas", NsmCheckCategory.Cluster, "No quota refuses the pods.", Quotas)
        {
            NeedsMesh = false, Needs = [KnownTypes.Nodes, KnownTypes.ResourceQuotas, KnownTypes.LimitRanges],
            Uses = [KnownTypes.Deployments, KnownTypes.DaemonSets, KnownTypes.StatefulSets]
        },
        new("SchedulableNodes", NsmCheckCategory.Nodes, "", SchedulableNodes) { NeedsMesh = false, Needs = [KnownTypes.Nodes] },
        new("NodeArchitecture", NsmCheckCategory.Nodes, "", NodeArchitecture) { NeedsMesh = false, Needs = [KnownTypes.Nodes] },
        new("NodeCapacity", NsmCheckCategory.Nodes, "", NodeCapacity) { NeedsMesh = false, Needs = [KnownTypes.Nodes, KnownTypes.Pods] },
        new("KubeletFolder", NsmCheckCategory.Nodes, "", Kubelets) { NeedsMesh = false, Needs = [KnownTypes.Pods] },
        new("HostPorts", NsmCheckCategory.Nodes, $"Port {ProbePort} is free on every node, as far as pods tell.", HostPorts)
        { NeedsMesh = false, Needs = [KnownTypes.Pods] },
        new("Access", NsmCheckCategory.Access, $"The user has all {wanted.Asked} rights that the installation needs.", Access)
        { NeedsMesh = false },
    ];

    private IEnumerable<Finding> ServerVersion(CheckFacts facts)
    {
        var minimum = wanted.Release.MinimumKubernetes;
        if (wanted.ServerVersion is null)
        {
            yield return Finding.Skip("",
                $"The user may not read the server's version; {wanted.Release.Version} needs at least {minimum}.");
            yield break;
        }

        yield return KubernetesVersion.IsOlder(wanted.ServerVersion, minimum)
            ? Finding.Fail("", $"The server is {wanted.ServerVersion}; {wanted.Release.Version} needs at least {minimum}.",
                "Use a newer cluster.")
            : wanted.Release.ProvenOn.Any(proven => KubernetesVersion.AreSame(proven, wanted.ServerVersion))
                ? Finding.Pass("", $"The server is {wanted.ServerVersion}, on which {wanted.Release.Version} is proven.")
            : Finding.Pass("", $"The server is {wanted.ServerVersion}; {wanted.Release.Version} needs at least {minimum} and is "
                + $"proven on {(wanted.Release.ProvenOn.Count > 0 ? string.Join(", ", wanted.Release.ProvenOn) : "no version")}.");
    }

    private IEnumerable<Finding> ExistingMesh(CheckFacts facts)
    {
        if (facts.Namespace is { } there)
        {
            yield return there == wanted.Home && facts.Generation == wanted.Generation
                ? Finding.Pass($"Namespace/{there}", "NSM is installed there already; an installation changes only what differs.")
                : Finding.Fail($"Namespace/{there}", $"NSM is installed in {there} already, and a cluster holds one.",
                    "Uninstall it first, or install into the same namespace.");
        }
    }

    private static IEnumerable<Finding> LeftoverWebhook(CheckFacts facts)
    {
        if (facts.Namespace is null && facts.WebhookConfiguration is { } left)
        {
            yield return Finding.Warn(left.Key().ToString(), "A webhook of an earlier installation is left; an installation takes it over "
                + "only with -Force where another tool made it.", Hints.Residue);
        }
    }

    private IEnumerable<Finding> PodSecurity(CheckFacts facts) => facts.Of(KnownTypes.Namespaces)
        .SelectMany(item => NamespaceLimits.OfLabels(item, NamespaceLimits.Workloads(wanted.Set.Objects)))
        .Select(limit => Finding.Fail(limit.Target, limit.Text, limit.Remedy));

    /// <summary>The pods of workloads that are there are counted in the quota already.</summary>
    private IEnumerable<Finding> Quotas(CheckFacts facts)
    {
        var there = NamespaceLimits.Workloads(facts.Objects.Values.SelectMany(list => list)).Select(item => item.Key()).ToHashSet();
        JsonObject[] workloads = [.. NamespaceLimits.Workloads(wanted.Set.Objects).Where(item => !there.Contains(item.Key()))];
        return NamespaceLimits.OfQuotas(facts.Of(KnownTypes.ResourceQuotas), facts.Of(KnownTypes.LimitRanges), workloads,
            Schedulable(facts).Count(Fits)).Select(limit => Finding.Fail(limit.Target, limit.Text, limit.Remedy));
    }

    private static IEnumerable<JsonObject> Schedulable(CheckFacts facts) => NodeRules.Schedulable(facts.Of(KnownTypes.Nodes));

    private static bool Fits(JsonObject node) =>
        (node.Label("kubernetes.io/arch") ?? node.Text("status", "nodeInfo", "architecture") ?? Architecture) == Architecture
        && (node.Label("kubernetes.io/os") ?? node.Text("status", "nodeInfo", "operatingSystem") ?? "linux") == "linux";

    private static IEnumerable<Finding> SchedulableNodes(CheckFacts facts)
    {
        var count = Schedulable(facts).Count(Fits);
        yield return count == 0
            ? Finding.Fail("", "No node takes ordinary pods.", "Make a node ready, and take taints off that keep pods away.")
            : count < NodesOfSamples
                ? Finding.Warn("", "One node takes ordinary pods; samples want two, for endpoints on nodes of their own.",
                    "Add a node, or create samples with -EndpointReplicas 1 or -Spread Preferred.")
            : Finding.Pass("", $"{count} nodes take ordinary pods.");
    }

    private static IEnumerable<Finding> NodeArchitecture(CheckFacts facts) => Schedulable(facts).Select(node => Fits(node)
        ? Finding.Pass(Target(node), $"It is linux/{Architecture}.")
        : Finding.Warn(Target(node), $"It is not linux/{Architecture}, the only one NSM's images are made for: it gets no manager, and no "
            + "client or endpoint can run there.", $"Use nodes of linux/{Architecture}."));

    private IEnumerable<Finding> NodeCapacity(CheckFacts facts)
    {
        JsonObject[] daemons = [.. wanted.Set.Objects.Where(item => item.Kind() == KnownTypes.DaemonSets.Kind)];
        var (cpu, memory) = (daemons.Sum(item => Requests(item.At("spec", "template", "spec"), "cpu")),
            daemons.Sum(item => Requests(item.At("spec", "template", "spec"), "memory")));
        var own = facts.Workloads.SelectMany(facts.PodsOf).Select(pod => pod.Key()).ToHashSet();
        foreach (var node in Schedulable(facts).Where(Fits))
        {
            JsonObject[] pods = [.. facts.Of(KnownTypes.Pods)
                .Where(pod => pod.NodeName() == node.Name() && !PodRules.HasEnded(pod) && !own.Contains(pod.Key()))];
            var freeCpu = (Quantity.Parse(node.Text("status", "allocatable", "cpu")) ?? 0) - pods.Sum(pod => Requests(pod["spec"], "cpu"));
            var freeMemory = (Quantity.Parse(node.Text("status", "allocatable", "memory"))
                ?? 0) - pods.Sum(pod => Requests(pod["spec"], "memory"));
            var count = (Quantity.Parse(node.Text("status", "allocatable", "pods")) ?? 0) - pods.Length;
            var says = string.Create(CultureInfo.InvariantCulture, $"free: {freeCpu:0.###} CPU, {freeMemory / (1024 * 1024):0} MiB, "
                + $"{count} pods; needed: {cpu:0.###} CPU, {memory / (1024 * 1024):0} MiB, {daemons.Length} pods");
            yield return freeCpu < cpu || freeMemory < memory || count < daemons.Length
                ? Finding.Fail(Target(node), "It has no room for a manager and a forwarder.",
                    "Free resources on it, or leave it out by a taint.", says)
                : Finding.Pass(Target(node), $"It has room for a manager and a forwarder ({says}).");
        }
    }

    private static decimal Requests(JsonNode? spec, string resource) =>
        spec.Items("containers").Sum(container => Quantity.Parse(container.Text("resources", "requests", resource)) ?? 0);

    private IEnumerable<Finding> Kubelets(CheckFacts facts)
    {
        var own = facts.Workloads.SelectMany(facts.PodsOf).Select(pod => pod.Key()).ToHashSet();
        var found = KubeletFolder.Find(facts.Of(KnownTypes.Pods).Where(pod => !own.Contains(pod.Key())));
        foreach (var (folder, pod) in found.Where(entry => entry.Key != wanted.KubeletPath))
        {
            yield return Finding.Fail(pod, $"The pod takes {folder} for the kubelet's folder, and the installation would take "
                + $"{wanted.KubeletPath}: a manager that registers in the wrong one offers no sockets.",
                $"Give -KubeletPath {folder}, if that is the --root-dir that 'ps -o args -C kubelet' shows on a node.");
        }

        if (found.Count == 0)
        {
            yield return Finding.Pass("", $"No pod tells where the kubelets keep their files; {wanted.KubeletPath} is assumed. On a node, "
                + "--root-dir in 'ps -o args -C kubelet' tells it; without it, it is /var/lib/kubelet.");
        }
        else if (found.ContainsKey(wanted.KubeletPath))
        {
            yield return Finding.Pass("", $"Pods of others have the kubelet's files in {wanted.KubeletPath} too.");
        }
    }

    private static IEnumerable<Finding> HostPorts(CheckFacts facts)
    {
        var own = facts.Workloads.SelectMany(facts.PodsOf).Select(pod => pod.Key()).ToHashSet();
        foreach (var pod in facts.Of(KnownTypes.Pods)
            .Where(pod => pod.NodeName() is not null && !PodRules.HasEnded(pod) && !own.Contains(pod.Key())))
        {
            var onHost = pod.Text("spec", "hostNetwork") == "true";
            if (pod.Items("spec", "containers").SelectMany(container => container.Items("ports"))
                .Any(port => port.Number("hostPort") == ProbePort || (onHost && port.Number("containerPort") == ProbePort)))
            {
                yield return Finding.Fail($"Node/{pod.NodeName()}", $"{pod.Key()} holds port {ProbePort} of the node, where the "
                    + "forwarder answers its probes.", "Give that pod another port.");
            }
        }
    }

    private IEnumerable<Finding> Access(CheckFacts facts) =>
        wanted.Denied.Select(need => Finding.Fail(need.Namespace is null ? "" : $"Namespace/{need.Namespace}", $"The user may not {need}.",
            "Ask for a role with this right."));

    private static string Target(JsonObject node) => $"Node/{node.Name()}";
}
