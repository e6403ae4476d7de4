using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Workloads.Controllers;

namespace NsmPS.Sandbox.Workloads;

/// <summary>What the faults in force mean for a pod, an image or a node.</summary>
internal static class FaultRules
{
    private const string MissingTag = "-missing";

    public static bool IsMissing(FaultBox faults, string image) =>
        image.EndsWith(MissingTag, StringComparison.Ordinal)
            || faults.Of(NsmSandboxFaultKind.ImageFailure).Any(fault => image.Contains(fault.Target, StringComparison.Ordinal));

    public static bool Crashes(FaultBox faults, JsonObject pod) => faults.Of(NsmSandboxFaultKind.PodCrash).Any(fault => Means(fault, pod));

    public static bool IsDown(FaultBox faults, string? node) => faults.Of(NsmSandboxFaultKind.NodeDown).Any(fault => fault.Target == node);

    /// <summary>How much longer the pod's containers take to start.</summary>
    public static TimeSpan Slowness(FaultBox faults, JsonObject pod) =>
        TimeSpan.FromMilliseconds(faults.Of(NsmSandboxFaultKind.SlowPods).Where(fault => Means(fault, pod))
            .Sum(fault => fault.DelayMilliseconds));

    /// <summary>How many of a hundred pings between two pods are lost; the second may be gone.</summary>
    public static int Loss(FaultBox faults, JsonObject pod, JsonObject? other) =>
        faults.Of(NsmSandboxFaultKind.WireLoss).Where(fault => Means(fault, pod) || (other is not null && Means(fault, other)))
            .Select(fault => fault.LossPercent).DefaultIfEmpty().Max();

    /// <summary>The largest packet that comes through between two pods, in bytes; null where each does. The second may be gone.</summary>
    public static int? Mtu(FaultBox faults, JsonObject pod, JsonObject? other) =>
        faults.Of(NsmSandboxFaultKind.WireMtu).Where(fault => Means(fault, pod) || (other is not null && Means(fault, other)))
            .Select(fault => (int?)fault.Mtu).Min();

    /// <summary>The name of the workload that a pod belongs to; a Deployment's for the pods of its ReplicaSets.</summary>
    public static string WorkloadOf(JsonObject pod)
    {
        var owner = pod.Controller().Text("name") ?? pod.Name();
        return pod.Label(PodTemplates.HashLabel) is { } hash && owner.EndsWith("-" + hash, StringComparison.Ordinal)
            ? owner[..^(hash.Length + 1)]
            : owner;
    }

    private static bool Means(Fault fault, JsonObject pod) =>
        fault.Target.Length == 0 || fault.Target == pod.Name() || fault.Target == WorkloadOf(pod);
}
