namespace NsmPS.Sandbox.Nsm.V1;

/// <summary>Names of NSM v1 and of SPIRE, as they use them themselves.</summary>
internal static class V1Names
{
    public const string ApiVersion = "networkservicemesh.io/v1";
    public const string Annotation = "networkservicemesh.io";
    public const string AnnotationVariable = "NSM_NETWORK_SERVICES";
    public const string ServicesVariable = "NSM_SERVICE_NAMES";
    public const string PrefixVariable = "NSM_CIDR_PREFIX";
    public const string ContainersVariable = "NSM_CONTAINER_IMAGES";
    public const string InitContainersVariable = "NSM_INIT_CONTAINER_IMAGES";
    public const string LabelsVariable = "NSM_LABELS";
    public const string ForwarderService = "forwarder";
    public const string DefaultPrefix = "169.254.0.0/16";

    public const string SpireApiVersion = "spire.spiffe.io/v1alpha1";
    public const string IdentityKind = "ClusterSPIFFEID";
    public const string BundleMap = "spire-bundle";
    public const string BundleKey = "bundle.crt";
    public const string WebhookLabel = "spiffe.io/webhook";
    public const string TrustDomain = "k8s.nsm";
    public const string SpireSockets = "/run/spire/sockets";
    public const string NsmSockets = "/var/lib/networkservicemesh";
}
