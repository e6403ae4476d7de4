using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Control;

/// <summary>Whom a fault can be for, by what the sandbox holds.</summary>
internal sealed class FaultTargets(ObjectStore store)
{
    private static readonly ResourceKind[] s_workloads = [BuiltIn.Deployments, BuiltIn.DaemonSets, BuiltIn.StatefulSets, BuiltIn.Jobs];

    /// <summary>The names that a target of a kind of fault can have; of images, the whole names.</summary>
    public IReadOnlyList<string> Of(NsmSandboxFaultKind kind) => kind switch
    {
        NsmSandboxFaultKind.NodeDown or NsmSandboxFaultKind.KubeletRestart => Sorted(store.List(BuiltIn.Nodes).Select(node => node.Name())),
        NsmSandboxFaultKind.ImageFailure => Sorted(store.List(BuiltIn.Pods).Select(pod => pod.At("spec"))
            .Concat(Workloads().Select(workload => workload.At("spec", "template", "spec"))).SelectMany(ImagesOf)),
        _ =>
        [
            .. Sorted(Workloads().Concat(store.List(BuiltIn.Pods).Where(pod => FaultRules.WorkloadOf(pod) == pod.Name()))
                .Select(item => item.Name())),
            .. Sorted(store.List(BuiltIn.Pods).Where(pod => FaultRules.WorkloadOf(pod) != pod.Name()).Select(pod => pod.Name())),
        ],
    };

    private IEnumerable<JsonObject> Workloads() => s_workloads.SelectMany(kind => store.List(kind));

    private static IEnumerable<string> ImagesOf(JsonNode? spec) => spec.Items("initContainers").Concat(spec.Items("containers"))
        .Select(container => container.Text("image")).OfType<string>();

    private static IReadOnlyList<string> Sorted(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];
}
