namespace NsmPS.Sandbox.Nsm;

/// <summary>Names of NSM v0.2, as it uses them itself.</summary>
internal static class NsmNames
{
    public const string ApiVersion = "networkservicemesh.io/v1alpha1";
    public const string ServiceKind = "NetworkService";
    public const string EndpointKind = "NetworkServiceEndpoint";
    public const string ManagerKind = "NetworkServiceManager";
    public const string ServiceLabel = "networkservicename";

    public const string SocketResource = "networkservicemesh.io/socket";
    public const string Annotation = "ns.networkservicemesh.io";
    public const string AnnotationVariable = "NS_NETWORKSERVICEMESH_IO";
    public const string EndpointVariable = "ADVERTISE_NSE_NAME";
    public const string EndpointLabelsVariable = "ADVERTISE_NSE_LABELS";
    public const string ClientVariable = "OUTGOING_NSC_NAME";
    public const string ClientLabelsVariable = "OUTGOING_NSC_LABELS";
    public const string PrefixVariable = "IP_ADDRESS";
    public const string NamespaceVariable = "NSM_NAMESPACE";
    public const string DefaultNamespace = "default";
    public const string DefaultPrefix = "172.16.1.0/24";
    public const string Running = "RUNNING";
    public const string ManagerPort = ":5001";
    public const int ManagerPortNumber = 5001;
    public const string InsecureVariable = "INSECURE";
    public const string LinkPrefix = "nsm";

    /// <summary>The interface of a client with VPP in it, which is no link of the kernel.</summary>
    public const string MemifInterface = "memif";
}
