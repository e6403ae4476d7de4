using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Residue;

/// <summary>What NSM leaves behind: by kind, by exact name, and by content that only NSM writes, because a name alone proves nothing. Names
/// that only begin like NSM's never count.</summary>
internal static class ResidueNames
{
    private const string MeshRole = "nsm-role";
    private const string ViewRole = "aggregate-network-services-view";
    private const string MeshBinding = "nsm-role-binding";
    private const string SpireEntries = "spire-entries";

    private static readonly string[] s_ownAccounts = [NsmNames.ManagerAccount, "forward-plane-acc"];
    private static readonly string[] s_sampleAccounts = ["nse-acc", "nsc-acc"];
    private static readonly string[] s_forwarders = ["nsm-vpp-forwarder", "nsm-kernel-forwarder"];
    private static readonly string[] s_spireRoles = ["spire-agent-role", "spire-server-role"];

    /// <summary>Kinds of which all objects are looked at.</summary>
    public static IReadOnlyList<ResourceType> Types { get; } =
    [
        KnownTypes.MutatingWebhookConfigurations, KnownTypes.ValidatingWebhookConfigurations, KnownTypes.CustomResourceDefinitions,
        KnownTypes.ClusterRoles, KnownTypes.ClusterRoleBindings,
        KnownTypes.Deployments, KnownTypes.DaemonSets, KnownTypes.StatefulSets, KnownTypes.Services, KnownTypes.ServiceAccounts,
        KnownTypes.Namespaces, KnownTypes.Nodes, KnownTypes.Pods,
        .. Generation.All.SelectMany(generation => generation.Types), SpireTypes.Identities,
    ];

    /// <summary>Whether a webhook configuration is NSM's or that of its SPIRE, of
    /// whatever generation: by its name and by where it leads.</summary>
    public static bool IsWebhook(JsonObject item) => item.Name() switch
    {
        NsmNames.WebhookConfiguration => LeadsTo(item, NsmNames.WebhookService),
        NsmNames.WebhookV1Configuration => LeadsTo(item, NsmNames.WebhookV1Service),
        SpireTypes.Webhook => V1ResidueNames.IsSpireWebhook(item),
        _ => false,
    };

    /// <summary>Whether a webhook configuration has a name of NSM's, and something else in it.</summary>
    public static bool OnlyLooksLikeWebhook(JsonObject item) =>
        item.Name() is NsmNames.WebhookConfiguration or NsmNames.WebhookV1Configuration && !IsWebhook(item);

    /// <summary>Whether a definition is NSM's, of one generation or another: both have definitions of the same names.</summary>
    public static bool IsDefinition(JsonObject item) =>
        Generation.All.Any(generation => generation.Types.Any(type => item.Name() == NsmTypes.DefinitionName(type))
        && item.Items("spec", "versions").All(version => version.Text("name") == generation.ResourceVersion));

    public static bool IsRole(JsonObject item, Generation? spire) =>
        (item.Name() is MeshRole or ViewRole
            && item.Items("rules").Any(rule => rule.Texts("apiGroups").Contains(NsmNames.Group)))
        || (spire == Generation.V02 && s_spireRoles.Contains(item.Name()))
        || V1ResidueNames.IsRole(item, spire == Generation.V1);

    public static bool IsBinding(JsonObject item, Generation? spire) =>
        (item.Name() == MeshBinding && item.Text("roleRef", "name") == MeshRole
            && item.Items("subjects").All(subject => subject.Text("name") == NsmNames.ManagerAccount))
        || (spire == Generation.V02 && s_spireRoles.Contains(item.Text("roleRef", "name"))
            && item.Items("subjects").All(subject => subject.Text("namespace") == SpireNames.Namespace))
        || V1ResidueNames.IsBinding(item, spire == Generation.V1);

    /// <summary>Whether an object of a namespace is one of upstream's.</summary>
    public static bool IsNamespaced(JsonObject item, IReadOnlySet<string?> homes) => item.Kind() switch
    {
        "DaemonSet" => s_forwarders.Contains(item.Name()),
        "Deployment" => item.Name() == NsmNames.WebhookDeployment,
        "Service" => item.Name() == NsmNames.WebhookService,
        "ServiceAccount" => s_ownAccounts.Contains(item.Name())
            || (s_sampleAccounts.Contains(item.Name()) && homes.Contains(item.Namespace())),
        _ => false,
    } || V1ResidueNames.IsNamespaced(item, homes);

    /// <summary>The namespaces in which one of the managers' or forwarders' accounts is left.</summary>
    public static IReadOnlySet<string?> HomesOf(IEnumerable<JsonObject> accounts) =>
        accounts.Where(item => s_ownAccounts.Contains(item.Name()) || V1ResidueNames.IsAccount(item))
            .Select(item => item.Namespace()).ToHashSet();

    /// <summary>Whether namespace spire is the one that NSM's chart makes: others run SPIRE in a namespace of that name too.</summary>
    public static bool IsSpireOfNsm(IEnumerable<JsonObject> configuration) => configuration.Any(item => item.Name() == SpireEntries
        && (item.At("data") as JsonObject
            ?? []).Any(entry => (entry.Value.Text() ?? "").Contains(NsmNames.ManagerAccount, StringComparison.Ordinal)));

    private static bool LeadsTo(JsonObject configuration, string service) =>
        configuration.Items("webhooks").Any()
            && configuration.Items("webhooks").All(webhook => webhook.Text("clientConfig", "service", "name") == service);
}
