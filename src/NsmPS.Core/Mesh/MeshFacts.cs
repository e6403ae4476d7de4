using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Mesh.History;
using NsmPS.Mesh.Installation;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Mesh;

/// <summary>What a cluster shows of a mesh at one moment.</summary>
internal sealed record MeshFacts
{
    public required string Namespace { get; init; }
    public required Generation Generation { get; init; }
    public required IReadOnlyList<JsonObject> Workloads { get; init; }
    public required IReadOnlyList<JsonObject> Pods { get; init; }
    public required IReadOnlyList<JsonObject> Nodes { get; init; }

    /// <summary>Events that say why pods were not created; none were read where every workload is ready.</summary>
    public IReadOnlyList<JsonObject> Events { get; init; } = [];

    /// <summary>The objects in which managers show that they work.</summary>
    public required IReadOnlyList<JsonObject> Managers { get; init; }
    public required InventoryRecord? Inventory { get; init; }
    public required InjectionProof.Outcome Injection { get; init; }

    /// <summary>When the webhook's certificate expires; null when there is none that can be read.</summary>
    public DateTimeOffset? CertificateExpires { get; init; }

    public JsonObject Manager => Workloads.First(item => item.Kind() == "DaemonSet" && item.Name() == NsmNames.ManagerDaemonSet);

    public GenerationRules Rules => GenerationRules.For(Generation);

    /// <summary>The tag of NSM's own images, as the manager has them, and the registry
    /// that is to be used instead of each image's own.</summary>
    public (string? Registry, string Tag) Images
    {
        get
        {
            var image = Manager.Items("spec", "template", "spec", "containers").Select(container => container.Text("image"))
                .FirstOrDefault() ?? "";
            var colon = image.LastIndexOf(':');
            var organization = image.IndexOf("/networkservicemesh/", StringComparison.Ordinal);
            var registry = organization > 0 ? image[..organization] : null;
            return (registry == Generation.DefaultRegistry ? null : registry, colon > image.LastIndexOf('/')
                ? image[(colon + 1)..]
                : "latest");
        }
    }

    public string ForwardingPlane => PlaneOf(Workloads, Generation);

    public static string PlaneOf(IEnumerable<JsonObject> workloads, Generation generation) =>
        workloads.Select(item => generation.PlaneOf(item.Name())).FirstOrDefault(plane => plane is not null) ?? "none";

    /// <summary>The nodes that run a manager.</summary>
    public IReadOnlyList<NsmNodeStatus> DescribeNodes(DateTimeOffset now) =>
        [.. Rules.Describe(new MeshParts(Manager, Pods, Nodes, Managers, now))];

    public NsmMesh Describe(MeshCluster cluster)
    {
        var now = cluster.Now;
        var components = Workloads.Select(Component).OrderBy(item => item.Name, StringComparer.Ordinal).ToArray();
        var nodes = DescribeNodes(now);
        string[] problems =
        [
            .. components.Where(item => item.State != NsmState.Ready).Select(item => $"{item.Name}: {item.Reason}"),
            .. nodes.SelectMany(Rules.Problems),
            .. Injection.Works || Injection.Unknown ? Array.Empty<string>() : [Injection.Reason],
            .. Inventory is { Complete: false } ? ["its installation was not completed"] : Array.Empty<string>(),
        ];
        return new NsmMesh
        {
            Cluster = cluster.Name,
            Namespace = Namespace,
            Version = Inventory?.Options.Version ?? Manager.Label(OwnNames.ReleaseLabel) ?? "unknown",
            ImageTag = Images.Tag,
            ForwardingPlane = ForwardingPlane,
            State = Manager.IsTerminating()
                ? NsmState.Removing
                : components.Any(item => item.State == NsmState.Failed)
                    ? NsmState.Failed
                    : problems.Length == 0 ? NsmState.Ready : NsmState.Pending,
            Managed = Ownership.IsOurs(Manager),
            Revision = Inventory?.Revision ?? 0,
            Injecting = Injection.Unknown ? null : Injection.Works,
            Components = components,
            Nodes = nodes,
            CertificateExpires = CertificateExpires,
            Message = string.Join("; ", Injection.Unknown ? problems.Append(Injection.Reason) : problems),
            ObservedAt = now,
        };
    }

    private NsmComponentStatus Component(JsonObject workload)
    {
        var health = WorkloadRules.Evaluate(workload, Pods, Events);
        var pod = health.State == NsmState.Ready
            ? null
            : WorkloadRules.LivingPodsOf(workload, Pods).Select(PodRules.Evaluate).FirstOrDefault(item => item.State != NsmState.Ready);
        var (ready, wanted) = workload.Kind() == "DaemonSet"
            ? (workload.Number("status", "numberReady"), workload.Number("status", "desiredNumberScheduled"))
            : (workload.Number("status", "readyReplicas"), HealthRules.WantedReplicas(workload));
        return new NsmComponentStatus(
            $"{workload.Kind()}/{workload.Name()}", pod is { Doubtful: true } ? NsmState.Failed : health.State, (int)ready, (int)wanted,
            pod is null ? health.Reason : $"{health.Reason}; {pod.Target}: {pod.Reason}");
    }
}
