using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads;

/// <summary>Which images there are, and whose pods a fault means.</summary>
internal static class FaultRules
{
    private const string MissingTag = "-missing";

    public static bool IsMissing(FaultSet faults, string image) =>
        image.EndsWith(MissingTag, StringComparison.Ordinal) || faults.MissingImages.Any(part => part.Length > 0 && image.Contains(part, StringComparison.Ordinal));

    public static bool Crashes(FaultSet faults, JsonObject pod) =>
        faults.CrashingWorkloads.Contains(pod.Name()) || faults.CrashingWorkloads.Contains(WorkloadOf(pod));

    /// <summary>The name of the workload that a pod belongs to; a Deployment's for the pods of its ReplicaSets.</summary>
    public static string WorkloadOf(JsonObject pod)
    {
        var owner = pod.Controller().Text("name") ?? pod.Name();
        return pod.Label(PodTemplates.HashLabel) is { } hash && owner.EndsWith("-" + hash, StringComparison.Ordinal) ? owner[..^(hash.Length + 1)] : owner;
    }
}
