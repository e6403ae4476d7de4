using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Mesh.Installation;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Mesh;

/// <summary>Reads what there is to know of the mesh on a cluster, no matter who installed it.</summary>
public sealed class MeshReader(MeshCluster cluster)
{
    /// <summary>The mesh as it is; null when there is none, or none in the namespace.</summary>
    public async Task<NsmMesh?> GetAsync(string? @namespace, CancellationToken cancellationToken)
    {
        var inside = OptionRules.Namespace(@namespace);
        var facts = await ReadAsync(proveInjection: true, cancellationToken);
        return facts is null || (inside is not null && facts.Namespace != inside) ? null : facts.Describe(cluster);
    }

    /// <summary>Where the mesh is, and its forwarding plane; null when there is none. It costs three requests.</summary>
    public async Task<(string Namespace, string ForwardingPlane)?> FindPlaneAsync(CancellationToken cancellationToken) =>
        await cluster.FindMeshAsync(cancellationToken) is var (@namespace, generation)
            && await WorkloadsAsync(@namespace, generation, cancellationToken) is { Count: > 0 } workloads
            ? (@namespace, MeshFacts.PlaneOf(workloads, generation))
            : null;

    /// <summary>The mesh, or the error that says what is missing.</summary>
    internal async Task<MeshFacts> RequireAsync(bool proveInjection, CancellationToken cancellationToken) =>
        await ReadAsync(proveInjection, cancellationToken) ?? throw cluster.NotInstalled();

    /// <summary>Everything about the mesh; null when there is none.</summary>
    /// <param name="proveInjection">False while the webhook's pod may still start: a dry run would hang then.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    internal async Task<MeshFacts?> ReadAsync(bool proveInjection, CancellationToken cancellationToken)
    {
        if (await cluster.FindMeshAsync(cancellationToken) is not var (@namespace, generation))
        {
            return null;
        }

        var rules = GenerationRules.For(generation);
        var workloads = WorkloadsAsync(@namespace, generation, cancellationToken);
        var pods = ListAsync([KnownTypes.Pods], rules.Namespaces(@namespace), cancellationToken);
        var nodes = cluster.Client.ListAsync(KnownTypes.Nodes, ListFilter.All, cancellationToken);
        var managers = cluster.Client.ListAsync(rules.Registrations, ListFilter.All, cancellationToken);
        var record = cluster.ReadRecordAsync(@namespace, cancellationToken);
        var injection = proveInjection
            ? InjectionProof.TryAsync(cluster.Client, rules.Probe(@namespace), cancellationToken)
            : Task.FromResult(InjectionProof.Outcome.NotTried);
        var certificate = cluster.Client.GetAsync(WebhookCertificate.SecretKey(@namespace), cancellationToken);
        await Task.WhenAll(workloads, pods, nodes, managers, record, injection, certificate);
        return await workloads is { Count: > 0 } own
            ? new MeshFacts
            {
                Namespace = @namespace,
                Generation = generation,
                Workloads = own,
                Pods = await pods,
                Nodes = await nodes,
                Events = own.All(item => HealthRules.Evaluate(item).State == NsmState.Ready)
                    ? []
                    : await EventsAsync(rules.Namespaces(@namespace), cancellationToken),
                Managers = await managers,
                Inventory = (await record).Latest,
                Injection = await injection,
                CertificateExpires = WebhookCertificate.ExpiresOf(await certificate),
            }
            : null;
    }

    private async Task<IReadOnlyList<JsonObject>> EventsAsync(IReadOnlyList<string> namespaces, CancellationToken cancellationToken) =>
    [
        .. (await Task.WhenAll(namespaces.Select(CreationFailures.WatchedIn)
            .Select(events => cluster.Client.ListAsync(events.Type, events.Filter, cancellationToken)))
            .OrIfDeniedAsync([])).SelectMany(list => list),
    ];

    /// <summary>The mesh's own workloads; none where the managers are not among them.</summary>
    private async Task<IReadOnlyList<JsonObject>> WorkloadsAsync(string @namespace, Generation generation,
        CancellationToken cancellationToken)
    {
        var rules = GenerationRules.For(generation);
        var all = await ListAsync([KnownTypes.DaemonSets, KnownTypes.Deployments, .. rules.MoreWorkloads], rules.Namespaces(@namespace),
            cancellationToken);
        JsonObject[] own = [.. all.Where(item => IsPartOfMesh(item, generation))];
        return own.Any(item => item.Name() == NsmNames.ManagerDaemonSet) ? own : [];
    }

    private async Task<IReadOnlyList<JsonObject>> ListAsync(IEnumerable<ResourceType> types, IReadOnlyList<string> namespaces,
        CancellationToken cancellationToken) =>
        [
            .. (await Task.WhenAll(types.SelectMany(type => namespaces,
                (type, home) => cluster.Client.ListAsync(type, new ListFilter(home), cancellationToken)))).SelectMany(list => list)];

    /// <summary>Whether a workload of the mesh's namespaces is the mesh's own.</summary>
    internal static bool IsPartOfMesh(JsonObject workload, Generation generation) => Ownership.IsOurs(workload)
        ? Ownership.IsPartOf(workload, OwnNames.MeshPart)
        : generation.HasWorkload(workload.Name());
}
