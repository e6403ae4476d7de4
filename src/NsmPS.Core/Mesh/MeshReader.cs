using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Mesh.History;
using NsmPS.Mesh.Installation;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;

namespace NsmPS.Mesh;

/// <summary>Finds the mesh on a cluster, whoever installed it, and reads what there is to know of it.</summary>
internal sealed class MeshReader(ClusterClient client)
{
    /// <summary>Everything about the mesh; null when there is none.</summary>
    public Task<MeshFacts?> ReadAsync(CancellationToken cancellationToken) => ReadAsync(proveInjection: true, cancellationToken);

    /// <summary>Everything about the mesh; without the proof of injection where nobody waits for it.</summary>
    public async Task<MeshFacts?> ReadAsync(bool proveInjection, CancellationToken cancellationToken)
    {
        if (await new MeshLocator(client).FindAsync(cancellationToken) is not var (@namespace, generation))
        {
            return null;
        }

        var rules = GenerationRules.For(generation);
        var workloads = ListAsync([KnownTypes.DaemonSets, KnownTypes.Deployments, .. rules.MoreWorkloads], rules.Namespaces(@namespace), cancellationToken);
        var pods = ListAsync([KnownTypes.Pods], rules.Namespaces(@namespace), cancellationToken);
        var nodes = client.ListAsync(KnownTypes.Nodes, ListFilter.All, cancellationToken);
        var managers = client.ListAsync(rules.Registrations, ListFilter.All, cancellationToken);
        var inventory = new Inventory(client).ReadLatestAsync(@namespace, cancellationToken);
        var injection = proveInjection
            ? new InjectionProof(client).TryAsync(rules.Probe(@namespace), cancellationToken)
            : Task.FromResult(InjectionProof.Outcome.NotTried);
        var certificate = client.GetAsync(WebhookCertificate.SecretKey(@namespace), cancellationToken);
        await Task.WhenAll(workloads, pods, nodes, managers, inventory, injection, certificate);
        JsonObject[] own = [.. (await workloads).Where(item => IsPartOfMesh(item, generation))];
        return own.Any(item => item.Name() == NsmNames.ManagerDaemonSet)
            ? new MeshFacts
            {
                Namespace = @namespace,
                Generation = generation,
                Workloads = own,
                Pods = await pods,
                Nodes = await nodes,
                Managers = await managers,
                Inventory = await inventory,
                Injection = await injection,
                CertificateExpires = WebhookCertificate.Read(await certificate)?.Expires,
            }
            : null;
    }

    /// <summary>The mesh, or the error that says what is missing.</summary>
    public async Task<MeshFacts> RequireAsync(CancellationToken cancellationToken) => await ReadAsync(cancellationToken)
        ?? throw MeshLocator.NotInstalled(client.Name);

    private async Task<IReadOnlyList<JsonObject>> ListAsync(IEnumerable<ResourceType> types, IReadOnlyList<string> namespaces, CancellationToken cancellationToken) =>
        [.. (await Task.WhenAll(types.SelectMany(type => namespaces, (type, home) => client.ListAsync(type, new ListFilter(home), cancellationToken)))).SelectMany(list => list)];

    /// <summary>Whether a workload of the mesh's namespaces is the mesh's own.</summary>
    public static bool IsPartOfMesh(JsonObject workload, Generation generation) => Ownership.IsOurs(workload)
        ? Ownership.IsPartOf(workload, OwnNames.MeshPart)
        : generation.HasWorkload(workload.Name());
}
