using static NsmPS.NsmErrorCategory;

namespace NsmPS;

// What commands that show things say of an exact name that nothing has. One id for each kind of thing, all of the same form.
public static partial class NsmErrors
{
    /// <summary>The error catalogue has no such entry.</summary>
    public static readonly NsmError ErrorNotFound = new("ErrorNotFound", 1103, ObjectNotFound,
        "The id or code is misspelt, or the error is not one of NsmPS.", "List the errors with Get-NsmErrorHelp.");

    /// <summary>No release that is listed has that version.</summary>
    public static readonly NsmError ReleaseNotFound = new("ReleaseNotFound", 1151, ObjectNotFound,
        "The version is misspelt, or neither the module nor -ManifestPath brings it.", "List the releases with Get-NsmRelease.");

    /// <summary>No sample that is listed has that name.</summary>
    public static readonly NsmError SampleNotFound = new("SampleNotFound", 1118, ObjectNotFound,
        "The name is misspelt, or that sample is not on the cluster.",
        "List what is there with Get-NsmSampleApp, what can be created with Get-NsmSampleApp -ListAvailable.");

    /// <summary>No client has that name.</summary>
    public static readonly NsmError ClientNotFound = new("ClientNotFound", 1152, ObjectNotFound,
        "The name is misspelt, the pod is gone or asks for no wire.", "List the clients with Get-NsmClient.");

    /// <summary>No endpoint has that name.</summary>
    public static readonly NsmError EndpointNotFound = new("EndpointNotFound", 1153, ObjectNotFound,
        "The name is misspelt, or the endpoint is no longer registered.", "List the endpoints with Get-NsmEndpoint.");

    /// <summary>No network service has that name.</summary>
    public static readonly NsmError NetworkServiceNotFound = new("NetworkServiceNotFound", 1154, ObjectNotFound,
        "The name is misspelt, or the network service is gone.", "List the network services with Get-NsmNetworkService.");

    /// <summary>No client with a wire has that name.</summary>
    public static readonly NsmError ConnectionNotFound = new("ConnectionNotFound", 1155, ObjectNotFound,
        "The name of the client is misspelt, or it has no wire.", "List the wires with Get-NsmConnection, the clients with Get-NsmClient.");

    /// <summary>An adapter lists no such operation.</summary>
    public static readonly NsmError AdapterOperationNotFound = new("AdapterOperationNotFound", 1156, ObjectNotFound,
        "The key is misspelt, or the adapter is for another mesh.", "List the operations with Get-NsmAdapterOperation.");

    /// <summary>A fault is for something that the sandbox does not hold.</summary>
    public static readonly NsmError FaultTargetNotFound = new("FaultTargetNotFound", 1157, ObjectNotFound,
        "The name is misspelt, or what has it is not made yet.",
        "Name one that the message lists, or set the fault for something that is to come with -Force.");
}
