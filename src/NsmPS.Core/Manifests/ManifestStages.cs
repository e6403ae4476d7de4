using System.Collections.Frozen;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Manifests;

/// <summary>The order of a user's manifest: what others need comes first. Custom resources come after the workloads, whose webhooks may
/// have to admit them, and go before them, because their finalizers may need them. Webhooks come last and go first: without their pods they
/// hold up every write.</summary>
internal static class ManifestStages
{
    public const string Bindings = "role bindings";
    public const string Objects = "objects";
    public const string Resources = "custom resources";

    private static readonly FrozenSet<string> s_configuration = new[]
    {
        "ServiceAccount", "Secret", "ConfigMap", "Role", "ClusterRole", "LimitRange", "ResourceQuota", "PriorityClass", "StorageClass",
        "RuntimeClass", "IngressClass",
        "PersistentVolume", "PersistentVolumeClaim", "NetworkPolicy", "Service",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_admission = new[]
    {
        "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
        "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "APIService",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_builtInGroups = new[]
    {
        "", "apps", "batch", "autoscaling", "policy", "extensions"
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The stages in the order of applying.</summary>
    public static IReadOnlyList<string> Order { get; } =
        [StageNames.Namespaces, StageNames.Definitions, StageNames.Configuration, Bindings, Objects, Resources, StageNames.Admission];

    public static ManifestSet Arrange(IReadOnlyCollection<JsonObject> objects)
    {
        var defined = DefinedTypes.In(objects);
        var stages = objects.ToLookup(item => Of(item, defined.ContainsKey((item.Key().ApiVersion, item.Kind()))));
        return new ManifestSet([.. Order.Select(name => new ManifestStage(name, [.. stages[name]]))]).WithoutEmptyStages();
    }

    /// <summary>The stage of an object.</summary>
    /// <param name="item">The object.</param>
    /// <param name="defined">Whether the manifest itself defines its kind.</param>
    public static string Of(JsonObject item, bool defined)
    {
        var group = GroupOf(item.Key());
        return defined || !(s_builtInGroups.Contains(group) || group.EndsWith(".k8s.io", StringComparison.Ordinal))
            ? Resources
            : item.Kind() switch
            {
                "Namespace" => StageNames.Namespaces,
                "CustomResourceDefinition" => StageNames.Definitions,
                "RoleBinding" or "ClusterRoleBinding" => Bindings,
                var kind when s_configuration.Contains(kind) => StageNames.Configuration,
                var kind when s_admission.Contains(kind) => StageNames.Admission,
                _ => Objects,
            };
    }

    public static string GroupOf(ObjectKey key) => key.ApiVersion.Contains('/', StringComparison.Ordinal)
        ? key.ApiVersion[..key.ApiVersion.IndexOf('/', StringComparison.Ordinal)]
        : "";
}
