namespace NsmPS.Nsm.Names;

/// <summary>Names that NSM gives to things on a cluster. No other file spells them.</summary>
internal static class NsmNames
{
    public const string ApiVersion = "networkservicemesh.io/v1alpha1";
    public const string Group = "networkservicemesh.io";
    public const string SocketResource = "networkservicemesh.io/socket";
    public const string InjectionAnnotation = "ns.networkservicemesh.io";
    public const string InitContainer = "nsm-init-container";
    public const string DnsContainer = "nsm-coredns";

    /// <summary>In an endpoint's container: the prefix that it gives its wires addresses of.</summary>
    public const string PrefixVariable = "IP_ADDRESS";

    /// <summary>The same in NSM v1.</summary>
    public const string PrefixV1Variable = "NSM_CIDR_PREFIX";

    /// <summary>In the mesh's own containers: whether they do without SPIRE.</summary>
    public const string InsecureVariable = "INSECURE";

    /// <summary>The beginning of the name of every link that NSM makes.</summary>
    public const string LinkPrefix = "nsm";

    /// <summary>How many random letters and digits NSM v0.2 adds when it makes up the name of a link.</summary>
    public const int LinkSuffixLength = 9;

    /// <summary>What the webhook's containers are told to ask for: the annotation again.</summary>
    public const string RequestVariable = "NS_NETWORKSERVICEMESH_IO";

    /// <summary>The same in NSM v1, where programs that ask for wires themselves are told by it too.</summary>
    public const string RequestV1Variable = "NSM_NETWORK_SERVICES";

    /// <summary>Variables by which a program that asks for a wire itself is told the one
    /// service; the second is the name of later images.</summary>
    public static readonly IReadOnlyList<string> AskingVariables = ["OUTGOING_NSC_NAME", "CLIENT_NETWORK_SERVICE"];

    /// <summary>Variables by which an endpoint's container is told which services to provide, in a comma list; the second is the name of
    /// later images, the third of NSM v1.</summary>
    public static readonly IReadOnlyList<string> EndpointVariables = ["ADVERTISE_NSE_NAME", "ENDPOINT_NETWORK_SERVICE",
        "NSM_SERVICE_NAMES"];

    /// <summary>The port on which managers of NSM v0.2 speak gRPC.</summary>
    public const int ManagerPort = 5001;

    public const string ManagerDaemonSet = "nsmgr";
    public const string WebhookDeployment = "nsm-admission-webhook";
    public const string WebhookService = "nsm-admission-webhook-svc";
    public const string WebhookSecret = "nsm-admission-webhook-certs";
    public const string WebhookConfiguration = "nsm-admission-webhook-cfg";
    public const string ManagerAccount = "nsmgr-acc";

    /// <summary>Where NSM goes unless somebody chooses another place.</summary>
    public const string DefaultNamespace = "nsm-system";

    public const string ForwarderPrefix = "nsm-";
    public const string ForwarderSuffix = "-forwarder";
    public const string V1ApiVersion = "networkservicemesh.io/v1";
    public const string InjectionV1Annotation = "networkservicemesh.io";
    public const string InitV1Container = "cmd-nsc-init";
    public const string WebhookV1Deployment = "admission-webhook-k8s";
    public const string WebhookV1Service = "admission-webhook-svc";
    public const string WebhookV1Configuration = "nsm-mutating-webhook";
    public const string RegistryV1Deployment = "registry-k8s";
    public const string ForwarderV1Prefix = "forwarder-";

    /// <summary>The network service that forwarders of NSM v1 register themselves for.</summary>
    public const string ForwarderV1Service = "forwarder";
}
