namespace NsmPS.Lab.V1;

/// <summary>Where the parts of NSM v1 meet, and what they ask of each other.</summary>
internal static class V1Names
{
    public const string ApiVersion = "networkservicemesh.io/v1";
    public const string Annotation = "networkservicemesh.io";
    public const string ManagerSocket = "/var/lib/networkservicemesh/nsm.io.sock";
    public const string ForwarderSocket = "/listen.on.sock";
    public const string ForwarderService = "forwarder";
    public const string NodeLabel = "nodeName";
    public const string WishVariable = "NSM_NETWORK_SERVICES";
    public const string Registry = "registry";
    public const int ManagerPort = 5001;
    public const int RegistryPort = 5002;

    /// <summary>Of a client, to its manager: the wire that it wants or has.</summary>
    public const string Request = "request";

    /// <summary>Of a client, to its manager, and of managers among each other: the end of a wire.</summary>
    public const string Close = "close";

    /// <summary>Of a forwarder or an endpoint, to its manager; from then on the manager asks over the same connection.</summary>
    public const string Register = "register";

    /// <summary>Of a manager, to an endpoint: addresses for a wire, and their return.</summary>
    public const string Allocate = "allocate";
    public const string Release = "release";

    /// <summary>Of a manager, to its forwarder: make and remove this node's part of a wire.</summary>
    public const string Connect = "connect";
    public const string Delete = "delete";

    /// <summary>Of a client's manager, to the endpoint's: its half of a wire, and whether that is still good.</summary>
    public const string Accept = "accept";
    public const string Check = "check";

    /// <summary>Of a manager, to the registry.</summary>
    public const string Find = "find";
    public const string Unregister = "unregister";
}
