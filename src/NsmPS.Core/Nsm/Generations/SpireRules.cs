using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Names;

namespace NsmPS.Nsm.Generations;

/// <summary>Tells SPIRE's workloads from others, no matter who installed them.</summary>
internal static class SpireRules
{
    /// <summary>Whether a DaemonSet's pods are agents that offer their socket in the folder of the node. NSM's own pods have the folder
    /// too, but take it only where it is.</summary>
    public static bool IsAgent(JsonObject daemonSet) => Runs(daemonSet, SpireNames.Agent)
        && daemonSet.Items("spec", "template", "spec", "volumes")
            .Any(volume => volume.Text("hostPath", "path")?.TrimEnd('/') == SpireNames.SocketFolder);

    /// <summary>Whether a workload's pods are servers.</summary>
    public static bool IsServer(JsonObject workload) => Runs(workload, SpireNames.Server);

    private static bool Runs(JsonObject workload, string image) =>
        workload.Items("spec", "template", "spec", "containers")
            .Any(container => (container.Text("image") ?? "").Contains(image, StringComparison.Ordinal));
}
