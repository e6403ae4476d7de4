using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Security;

/// <summary>What the labels of a namespace say of a pod. Whatever version of a level they name, the latest one counts.</summary>
internal sealed class PodSecurityLabels(IObjectStore store, SandboxSettings settings)
{
    private const string Prefix = "pod-security.kubernetes.io/";

    /// <summary>The first minor version that heeds them without being told to.</summary>
    private const int First = 23;

    private static readonly ImmutableArray<ResourceKind> s_workloads =
        [BuiltIn.Deployments, BuiltIn.ReplicaSets, BuiltIn.DaemonSets, BuiltIn.StatefulSets, BuiltIn.Jobs];

    /// <summary>Why a pod is refused; null when it is not.</summary>
    public string? Refusal(JsonObject pod) => Verdict("enforce", pod.Space(), pod["spec"]) is { } verdict ? $"violates {verdict}" : null;

    /// <summary>The warning for a pod, or for a workload whose pods would deserve one; null for none.</summary>
    public string? Warning(ResourceKind kind, JsonObject item) =>
        Verdict("warn", item.Space(), PodOf(kind, item)) is { } verdict ? $"would violate {verdict}" : null;

    private static JsonNode? PodOf(ResourceKind kind, JsonObject item) =>
        kind == BuiltIn.Pods ? item["spec"] : s_workloads.Contains(kind) ? item.At("spec", "template", "spec") : null;

    private string? Verdict(string label, string ns, JsonNode? spec) =>
        settings.Minor >= First && spec is JsonObject pod && store.Get(BuiltIn.Namespaces, null, ns)?.Label(Prefix + label) is { } level
            && PodSecurityRules.Violations(pod, level) is { Count: > 0 } violations
            ? $"PodSecurity \"{level}:latest\": {string.Join(", ", violations)}"
            : null;
}
