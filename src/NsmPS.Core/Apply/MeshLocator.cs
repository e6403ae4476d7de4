using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Apply;

/// <summary>Finds where on a cluster the mesh is, whoever installed it.</summary>
internal sealed class MeshLocator(ClusterClient client)
{
    private const string ManagerLabel = "nsmgr-daemonset";

    /// <summary>The namespace that the mesh is in; null when there is none.</summary>
    public async Task<string?> FindNamespaceAsync(CancellationToken cancellationToken) => (await FindManagersAsync(cancellationToken))?.Namespace();

    /// <summary>The DaemonSet of the managers; null when there is none.</summary>
    public async Task<JsonObject?> FindManagersAsync(CancellationToken cancellationToken)
    {
        var managers = await client.ListAsync(KnownTypes.DaemonSets, new ListFilter(FieldSelector: $"metadata.name={KubeNames.ManagerDaemonSet}"), cancellationToken);
        return managers.Where(IsGeneration02).OrderByDescending(Ownership.IsOurs).FirstOrDefault();
    }

    /// <summary>The namespace that the mesh is in.</summary>
    /// <exception cref="NsmException">MeshNotInstalled.</exception>
    public async Task<string> RequireNamespaceAsync(CancellationToken cancellationToken) => await FindNamespaceAsync(cancellationToken) ?? throw NotInstalled(client.Name);

    public static NsmException NotInstalled(string cluster) =>
        new(NsmErrors.MeshNotInstalled, $"There is no Network Service Mesh on cluster '{cluster}'.") { Cluster = cluster };

    /// <summary>NSM v1 names its manager alike but labels it otherwise.</summary>
    private static bool IsGeneration02(JsonObject daemonSet) => daemonSet.Text("spec", "selector", "matchLabels", "app") == ManagerLabel;
}
