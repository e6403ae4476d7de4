using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Operations;

/// <summary>What would go with a namespace.</summary>
internal static class Guests
{
    private static readonly ResourceType[] s_types =
    [
        KnownTypes.Deployments, KnownTypes.DaemonSets, KnownTypes.StatefulSets, KnownTypes.Jobs, KnownTypes.Pods, KnownTypes.Services,
        KnownTypes.ConfigMaps, KnownTypes.Secrets, KnownTypes.PersistentVolumeClaims,
    ];

    /// <summary>The objects in a namespace that stay and that people have made, of the usual kinds and of more.</summary>
    public static async Task<IReadOnlyList<JsonObject>> InAsync(ClusterClient client, string @namespace, IEnumerable<ResourceType> more,
        CancellationToken cancellationToken) =>
    [
        .. (await client.ListAsync(s_types.Concat(more), new ListFilter(@namespace), cancellationToken))
            .Where(item => !item.IsTerminating() && !IsKubernetesOwn(item)),
    ];

    /// <summary>Objects that Kubernetes puts into every namespace, and objects that belong to a workload.</summary>
    private static bool IsKubernetesOwn(JsonObject item) =>
        item.Items("metadata", "ownerReferences").Any()
        || (item.Kind() == "ConfigMap" && item.Name() is "kube-root-ca.crt" or "openshift-service-ca.crt")
        || (item.Kind() == "Secret" && item.Text("type") == "kubernetes.io/service-account-token");
}
