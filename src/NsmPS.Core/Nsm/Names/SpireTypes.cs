using NsmPS.Kubernetes;

namespace NsmPS.Nsm.Names;

/// <summary>What NSM v1 needs of SPIRE.</summary>
internal static class SpireTypes
{
    /// <summary>The name of SPIRE in catalogues, as a part that may be there already.</summary>
    public const string Part = "spire";

    public const string Group = "spire.spiffe.io";

    /// <summary>Which pods get which identity.</summary>
    public static readonly ResourceType Identities = new(SpireNames.ApiVersion, "ClusterSPIFFEID", "clusterspiffeids", false);

    /// <summary>The ConfigMap that the server of NSM's own SPIRE writes its bundle into, and the key.</summary>
    public const string BundleMap = "spire-bundle";

    public const string BundleKey = "bundle.crt";

    /// <summary>The configuration of the webhook by which SPIRE's controller manager checks identities, and the service that it leads to.</summary>
    public const string Webhook = "spire-controller-manager-webhook";

    public const string WebhookService = "spire-controller-manager-webhook-service";

    public static string IdentitiesDefinition => $"{Identities.Plural}.{Group}";
}
