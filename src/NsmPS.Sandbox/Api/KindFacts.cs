using System.Collections.Immutable;
using NsmPS.Sandbox.Api.Streams;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>What discovery says of the kinds.</summary>
internal sealed class KindFacts(KindTable kinds)
{
    private static readonly ImmutableDictionary<string, string> s_shortNames = new Dictionary<string, string>
    {
        ["pods"] = "po",
        ["nodes"] = "no",
        ["namespaces"] = "ns",
        ["services"] = "svc",
        ["endpoints"] = "ep",
        ["configmaps"] = "cm",
        ["serviceaccounts"] = "sa",
        ["events"] = "ev",
        ["persistentvolumeclaims"] = "pvc",
        ["deployments"] = "deploy",
        ["replicasets"] = "rs",
        ["daemonsets"] = "ds",
        ["statefulsets"] = "sts",
        ["customresourcedefinitions"] = "crd,crds",
    }.ToImmutableDictionary();

    private static readonly string[] s_verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly string[] s_partVerbs = ["get", "patch", "update"];
    private static readonly ImmutableArray<ResourceKind> s_all =
        [BuiltIn.Pods, BuiltIn.Services, BuiltIn.Deployments, BuiltIn.ReplicaSets, BuiltIn.DaemonSets, BuiltIn.StatefulSets, BuiltIn.Jobs];

    /// <summary>A part of an object that has a path of its own.</summary>
    internal sealed record Part(string Name, string Group, string Version, string Kind, IReadOnlyList<string> Verbs);

    public static IReadOnlyList<string> Verbs(ResourceKind kind) =>
        kind == BuiltIn.Namespaces ? [.. s_verbs.Where(verb => verb != "deletecollection")] : s_verbs;

    public static IEnumerable<Part> Parts(ResourceKind kind)
    {
        if (kind.HasStatus)
        {
            yield return Own(kind, Objects.StatusPart, kind.Kind, s_partVerbs);
        }

        if (BuiltIn.Scalable.Contains(kind))
        {
            yield return new Part(Objects.ScalePart, "autoscaling", "v1", "Scale", s_partVerbs);
        }

        if (kind == BuiltIn.Pods)
        {
            yield return Own(kind, PodStreams.LogPart, kind.Kind, ["get"]);
            yield return Own(kind, PodStreams.ExecPart, "PodExecOptions", ["create", "get"]);
            yield return Own(kind, PortForwards.Part, "PodPortForwardOptions", ["create", "get"]);
            yield return Own(kind, Objects.EphemeralPart, kind.Kind, s_partVerbs);
        }
    }

    public IReadOnlyList<string> ShortNames(ResourceKind kind) =>
        kinds.DefinitionOf(kind)?.ShortNames ?? (s_shortNames.TryGetValue(kind.Plural, out var names) ? names.Split(',') : []);

    public static IReadOnlyList<string> Categories(ResourceKind kind) =>
        s_all.Contains(kind) ? ["all"] : kind.Group is "apiextensions.k8s.io" or "admissionregistration.k8s.io" ? ["api-extensions"] : [];

    private static Part Own(ResourceKind kind, string name, string partKind, IReadOnlyList<string> verbs) =>
        new(name, kind.Group, kind.Version, partKind, verbs);
}
