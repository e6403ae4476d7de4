using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Names;

namespace NsmPS.Operations;

/// <summary>The order of a removal: the webhook's configuration first, because without its
/// pod it holds up every new pod; the namespace last.</summary>
internal static class RemovalStages
{
    public const string Admission = "admission";
    public const string Managers = "managers";
    public const string Forwarders = "forwarders";
    public const string Resources = "custom resources";
    public const string Spire = "SPIRE";
    public const string Definitions = "definitions";
    public const string Accounts = "accounts and configuration";
    public const string Record = "inventory";
    public const string Namespace = "namespace";

    private static readonly string[] s_order = [Admission, Managers, Forwarders, Resources, Spire, Definitions, Accounts,
        Record, Namespace];

    /// <summary>Every type of which the mesh's manifests have objects.</summary>
    public static IReadOnlyList<ResourceType> OwnedTypes { get; } =
    [
        KnownTypes.MutatingWebhookConfigurations, KnownTypes.ValidatingWebhookConfigurations,
        KnownTypes.Deployments, KnownTypes.DaemonSets, KnownTypes.StatefulSets, KnownTypes.Services, KnownTypes.CustomResourceDefinitions,
        SpireTypes.Identities,
        KnownTypes.ClusterRoles, KnownTypes.ClusterRoleBindings, KnownTypes.Roles, KnownTypes.RoleBindings, KnownTypes.ServiceAccounts,
        KnownTypes.Secrets, KnownTypes.ConfigMaps, KnownTypes.Namespaces,
    ];

    public static int Order(string stage) => Array.IndexOf(s_order, stage);

    /// <summary>Managers go before forwarders: a manager whose forwarder goes at the same time takes most of a minute to end instead of
    /// seconds.</summary>
    public static string Of(JsonObject item) => item.Kind() switch
    {
        "MutatingWebhookConfiguration" or "ValidatingWebhookConfiguration" => Admission,

        // Users of identities are removed before their issuers.
        "Deployment" or "DaemonSet" or "StatefulSet" or "Service" when item.Namespace() == SpireNames.Namespace
            && item.Name().StartsWith(SpireTypes.Part, StringComparison.Ordinal) => Spire,
        "DaemonSet" when item.Name() != NsmNames.ManagerDaemonSet => Forwarders,
        "Deployment" or "DaemonSet" or "Service" => Managers,
        "CustomResourceDefinition" => Definitions,
        "Namespace" => Namespace,
        "Secret" when item.Label(OwnNames.InventoryLabel) is not null => Record,
        _ when NsmTypes.All.Any(type => type.Kind == item.Kind()) || item.Text("apiVersion") == SpireNames.ApiVersion => Resources,
        _ => Accounts,
    };
}
