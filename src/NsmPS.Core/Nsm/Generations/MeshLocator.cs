using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Names;

namespace NsmPS.Nsm.Generations;

/// <summary>A mesh that is on a cluster.</summary>
internal sealed record LocatedMesh(string Namespace, Generation Generation);

/// <summary>Finds where on a cluster the mesh is, whoever installed it.</summary>
internal sealed class MeshLocator(ClusterClient client)
{
    /// <summary>The mesh; null when there is none.</summary>
    public async Task<LocatedMesh?> FindAsync(CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).Select(item => Generation.OfManager(item) is { } generation ? new LocatedMesh(item.Namespace()!, generation) : null).FirstOrDefault(mesh => mesh is not null);

    /// <summary>The DaemonSet of the managers of NSM v0.2, which tell of their wires; null when there is none.</summary>
    public async Task<JsonObject?> FindManagersAsync(CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(item => Generation.OfManager(item) == Generation.V02);

    private async Task<IEnumerable<JsonObject>> ListAsync(CancellationToken cancellationToken)
    {
        var managers = await client.ListAsync(KnownTypes.DaemonSets, new ListFilter(FieldSelector: $"metadata.name={NsmNames.ManagerDaemonSet}"), cancellationToken);
        return managers.OrderByDescending(Ownership.IsOurs);
    }

    /// <summary>The namespace that the mesh is in; null when there is none.</summary>
    public async Task<string?> FindNamespaceAsync(CancellationToken cancellationToken) => (await FindAsync(cancellationToken))?.Namespace;

    /// <summary>The namespace that the mesh is in.</summary>
    /// <exception cref="NsmException">MeshNotInstalled.</exception>
    public async Task<string> RequireNamespaceAsync(CancellationToken cancellationToken) => await FindNamespaceAsync(cancellationToken) ?? throw NotInstalled(client.Name);

    public static NsmException NotInstalled(string cluster) =>
        new(NsmErrors.MeshNotInstalled, $"There is no Network Service Mesh on cluster '{cluster}'.") { Cluster = cluster };
}
