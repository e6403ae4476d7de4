using System.Text.Json.Nodes;
using NsmPS.Apply;
using NsmPS.Cluster;
using NsmPS.Manifests;

namespace NsmPS.Lifecycle;

/// <summary>Finds the mesh on a cluster, whoever installed it, and reads what there is to know of it.</summary>
internal sealed class MeshReader(ClusterClient client)
{
    /// <summary>Everything about the mesh; null when there is none.</summary>
    public Task<MeshFacts?> ReadAsync(CancellationToken cancellationToken) => ReadAsync(proveInjection: true, cancellationToken);

    /// <summary>Everything about the mesh; without the proof of injection where nobody waits for it.</summary>
    public async Task<MeshFacts?> ReadAsync(bool proveInjection, CancellationToken cancellationToken)
    {
        if (await new MeshLocator(client).FindNamespaceAsync(cancellationToken) is not { } @namespace)
        {
            return null;
        }

        var inside = new ListFilter(@namespace);
        var daemonSets = client.ListAsync(KnownTypes.DaemonSets, inside, cancellationToken);
        var deployments = client.ListAsync(KnownTypes.Deployments, inside, cancellationToken);
        var pods = client.ListAsync(KnownTypes.Pods, inside, cancellationToken);
        var nodes = client.ListAsync(KnownTypes.Nodes, ListFilter.All, cancellationToken);
        var managers = client.ListAsync(NsmTypes.Managers, ListFilter.All, cancellationToken);
        var inventory = new Inventory(client).ReadLatestAsync(@namespace, cancellationToken);
        var injection = proveInjection
            ? new InjectionProof(client).TryAsync(InjectionProof.Probe(@namespace), cancellationToken)
            : Task.FromResult(InjectionProof.Outcome.NotTried);
        var certificate = client.GetAsync(WebhookCertificate.SecretKey(@namespace), cancellationToken);
        await Task.WhenAll(daemonSets, deployments, pods, nodes, managers, inventory, injection, certificate);
        JsonObject[] workloads = [.. (await daemonSets).Concat(await deployments).Where(IsPartOfMesh)];
        return workloads.Any(item => item.Name() == KubeNames.ManagerDaemonSet)
            ? new MeshFacts
            {
                Namespace = @namespace,
                Workloads = workloads,
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

    /// <summary>Whether a workload of the mesh's namespace is the mesh's own.</summary>
    public static bool IsPartOfMesh(JsonObject workload) => Ownership.IsOurs(workload)
        ? Ownership.IsPartOf(workload, KubeNames.MeshPart)
        : workload.Name() is KubeNames.ManagerDaemonSet or KubeNames.WebhookDeployment
            || (workload.Name().StartsWith(KubeNames.ForwarderPrefix, StringComparison.Ordinal) && workload.Name().EndsWith(KubeNames.ForwarderSuffix, StringComparison.Ordinal));
}
