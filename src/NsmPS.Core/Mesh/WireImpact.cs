using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;

namespace NsmPS.Mesh;

/// <summary>Says which wires a change of the mesh breaks: NSM v0.2 loses the wires of a node when its
/// manager or forwarder restarts, and does not heal them.</summary>
internal static class WireImpact
{
    /// <summary>One remark when wires break; none otherwise.</summary>
    public static async Task<IReadOnlyList<string>> DescribeAsync(ClusterClient client, IEnumerable<PlannedObject> objects,
        CancellationToken cancellationToken)
    {
        string[] restarted =
            [.. objects.Where(item => item.Key.Kind == KnownTypes.DaemonSets.Kind
                && (item.RestartsPods || item.Action == NsmPlanAction.Create)).Select(item => item.Key.ToString())];
        if (restarted.Length == 0)
        {
            return [];
        }

        var users = MeshUsers.Of(await client.ListAsync(KnownTypes.Deployments, ListFilter.All, cancellationToken)).Select(Name)
            .Distinct(StringComparer.Ordinal).ToArray();
        return users.Length == 0 ? [] :
        [
            $"The pods of {string.Join(" and ", restarted)} restart, and that mostly breaks the wires of {string.Join(", ", users)}, "
                + "which NSM does not fix. Where they must not break unseen, remove what has wires before, and create it again afterwards.",
        ];
    }

    private static string Name(JsonObject user) => Ownership.IsOurs(user) && user.Label(KubeNames.PartOfLabel) is { } sample
        ? $"sample {sample}"
        : user.Key().ToString();
}
