using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Residue;

/// <summary>What NSM v1 and the SPIRE that came with it leave behind, by kind and exact
/// name, and by what it must hold to be theirs.</summary>
internal static class V1ResidueNames
{
    private const string TrustDomain = "k8s.nsm";
    private const string IdentityPrefix = "nsm-workloads";

    /// <summary>The roles of NSM, and a group that their rules must be about.</summary>
    private static readonly Dictionary<string, string> s_roles = new(StringComparer.Ordinal)
    {
        ["nsmgr-binding-role"] = "",
        ["registry-k8s-role"] = NsmNames.Group,
        ["admission-webhook-role"] = "admissionregistration.k8s.io",
    };

    private static readonly string[] s_accounts = ["nsmgr-sa", "registry-k8s-sa", "admission-webhook-sa"];
    private static readonly string[] s_services = ["registry", NsmNames.WebhookV1Service];
    private static readonly string[] s_spireRoles = ["spire-agent-cluster-role", "spire-server-trust-role", "manager-role",
        "spire-manager-role"];
    private static readonly string[] s_spireDefinitions = ["clusterspiffeids", "clusterstaticentries", "clusterfederatedtrustdomains",
        "controllermanagerconfigs"];

    public static bool IsRole(JsonObject item, bool spire) =>
        (s_roles.TryGetValue(item.Name(), out var about)
            && item.Items("rules").Any(rule => rule.Texts("apiGroups").Contains(about)))
        || (spire && s_spireRoles.Contains(item.Name()));

    /// <summary>A binding is told by what it binds to whom; its name may differ from release to release.</summary>
    public static bool IsBinding(JsonObject item, bool spire) =>
        (s_roles.ContainsKey(item.Text("roleRef", "name") ?? "") && Subjects(item) is { Length: > 0 } subjects
            && subjects.All(subject => s_accounts.Contains(subject.Text("name"))))
        || (spire && s_spireRoles.Contains(item.Text("roleRef", "name")) && Subjects(item) is { Length: > 0 } all
            && all.All(subject => subject.Text("namespace") == SpireNames.Namespace));

    /// <summary>Whether an object of a namespace is NSM's; only where one of its accounts is, because the names are common ones.</summary>
    public static bool IsNamespaced(JsonObject item, IReadOnlySet<string?> homes) => homes.Contains(item.Namespace()) && item.Kind() switch
    {
        "DaemonSet" => Generation.V1.PlaneOf(item.Name()) is not null,
        "Deployment" => item.Name() is NsmNames.WebhookV1Deployment or NsmNames.RegistryV1Deployment,
        "Service" => s_services.Contains(item.Name()),
        "ServiceAccount" => s_accounts.Contains(item.Name()),
        _ => false,
    };

    public static bool IsAccount(JsonObject item) => s_accounts.Contains(item.Name());

    /// <summary>A definition of SPIRE's controller manager.</summary>
    public static bool IsSpireDefinition(JsonObject item) => s_spireDefinitions.Any(name => item.Name() == $"{name}.{SpireTypes.Group}");

    /// <summary>An identity that NSM's manifests make.</summary>
    public static bool IsIdentity(JsonObject item) =>
        item.Kind() == SpireTypes.Identities.Kind && item.Name().StartsWith(IdentityPrefix, StringComparison.Ordinal);

    /// <summary>The webhook by which SPIRE's controller manager checks identities.</summary>
    public static bool IsSpireWebhook(JsonObject item) =>
        item.Name() == SpireTypes.Webhook && item.Items("webhooks").Any() && item.Items("webhooks").All(webhook =>
        webhook.Text("clientConfig", "service", "name") == SpireTypes.WebhookService
            && webhook.Text("clientConfig", "service", "namespace") == SpireNames.Namespace);

    /// <summary>Whether the SPIRE in namespace spire is the one of NSM v1: its configuration names NSM's trust domain. Where that namespace
    /// is gone, what is left of a SPIRE is NSM's if NSM v1 has left something too. Never where another SPIRE runs, which may use the same
    /// definitions.</summary>
    public static bool IsSpireOfNsm(IEnumerable<JsonObject> configuration, IReadOnlyCollection<JsonObject> objects)
    {
        if (objects.Any(item => item.Kind() is "StatefulSet" or "Deployment" && item.Namespace() != SpireNames.Namespace
            && SpireRules.IsServer(item)))
        {
            return false;
        }

        return objects.Any(item => item.Kind() == "Namespace" && item.Name() == SpireNames.Namespace)
            ? configuration.Any(item => (item.At("data") as JsonObject
                ?? []).Any(entry => (entry.Value.Text() ?? "").Contains(TrustDomain, StringComparison.Ordinal)))
            : objects.Any(item => IsIdentity(item) || (item.Kind() == "ClusterRole" && IsRole(item, spire: false))
                || (item.Kind() == "CustomResourceDefinition" && ResidueNames.IsDefinition(item) && IsOfV1(item)));
    }

    private static bool IsOfV1(JsonObject definition) =>
        definition.Items("spec", "versions").All(version => version.Text("name") == Generation.V1.ResourceVersion);

    private static JsonObject[] Subjects(JsonObject binding) => [.. binding.Items("subjects")];
}
