using System.Collections.Immutable;
using static NsmPS.NsmErrorCategory;

namespace NsmPS;

/// <summary>The error catalogue: the one place that names every error NsmPS raises. Cmdlets, adapter and help read it.</summary>
public static class NsmErrors
{
    /// <summary>A kubeconfig file that was named does not exist.</summary>
    public static readonly NsmError KubeconfigNotFound = new("KubeconfigNotFound", 1016, ObjectNotFound,
        "The path is wrong, or no kubeconfig was written yet.", "Give an existing file with -Kubeconfig, or set KUBECONFIG.");

    /// <summary>A kubeconfig file cannot be understood.</summary>
    public static readonly NsmError KubeconfigInvalid = new("KubeconfigInvalid", 1017, InvalidData,
        "The file is not a kubeconfig, is cut off, or names files that are not there.",
        "Check it with 'kubectl config view', or write it again.");

    /// <summary>The kubeconfig has no context of that name.</summary>
    public static readonly NsmError ContextNotFound = new("ContextNotFound", 1018, ObjectNotFound,
        "The context name is misspelt, or another kubeconfig holds it.",
        "List the contexts with Get-NsmContext and give one of them with -Context.");

    /// <summary>The session has no cluster, and the command names none.</summary>
    public static readonly NsmError ClusterNotChosen = new("ClusterNotChosen", 1140, InvalidOperation,
        "The cluster that the session worked on is gone, or choosing one has failed; commands do not fall back to another cluster.",
        "Choose one with Connect-NsmCluster, Start-NsmSandbox, -Kubeconfig or -Context; Disconnect-NsmCluster chooses the kubeconfig's "
            + "current one.");

    /// <summary>The kubeconfig's credential plugin did not deliver.</summary>
    public static readonly NsmError CredentialPluginFailed = new("CredentialPluginFailed", 1019, AuthenticationError,
        "The program that the kubeconfig names for credentials is missing, failed or did not end in time.",
        "Run the plugin's command by hand and log in again.");

    /// <summary>The API server does not answer.</summary>
    public static readonly NsmError ClusterUnreachable = new("ClusterUnreachable", 1020, ConnectionError,
        "The server address is wrong, the cluster is down, or a proxy or firewall is between.",
        "Check the server address of the context, and 'kubectl version' from the same machine.");

    /// <summary>The API server's certificate is not acceptable.</summary>
    public static readonly NsmError CertificateRejected = new("CertificateRejected", 1021, SecurityError,
        "The server's certificate is not signed by the context's certificate authority, is expired, or is for another host name.",
        "Use the address the certificate names, or set tls-server-name and certificate-authority-data in the kubeconfig.");

    /// <summary>The server does not accept the credentials.</summary>
    public static readonly NsmError CredentialsRejected = new("CredentialsRejected", 1022, AuthenticationError,
        "The client certificate or token is expired or unknown to the cluster.", "Log in again, or get a new kubeconfig.");

    /// <summary>The user may not do what the operation needs.</summary>
    public static readonly NsmError AccessDenied = new("AccessDenied", 1023, PermissionDenied,
        "The user's roles do not allow this verb on this resource.",
        "Ask the cluster administrator for the right, or use another context.");

    /// <summary>The API server refused or failed a request.</summary>
    public static readonly NsmError ApiRequestFailed = new("ApiRequestFailed", 1024, InvalidOperation,
        "The API server or one of its admission webhooks refused the request.",
        "Read the server's message; it names the field or the webhook.");

    /// <summary>Another field manager owns fields that the apply would change.</summary>
    public static readonly NsmError FieldConflict = new("FieldConflict", 1025, ResourceExists,
        "Another tool has set these fields.", "Change them with that tool, or take them over with -Force.");

    /// <summary>An object of that name exists and NsmPS did not make it.</summary>
    public static readonly NsmError ObjectNotOwned = new("ObjectNotOwned", 1026, ResourceExists,
        "Another tool or person created an object of the same name.", "Remove or rename that object, or adopt it with -Force.");

    /// <summary>A manifest cannot be understood.</summary>
    public static readonly NsmError ManifestInvalid = new("ManifestInvalid", 1007, InvalidData,
        "The YAML is malformed, or an object lacks apiVersion, kind or name.", "Correct the manifest at the place the message names.");

    /// <summary>A release or sample catalogue cannot be understood.</summary>
    public static readonly NsmError CatalogInvalid = new("CatalogInvalid", 1008, InvalidData,
        "A catalog.yaml is missing, or lacks or misspells a key.",
        "Correct the catalog file, or leave -ManifestPath out to use the module's own.");

    /// <summary>No release of that version is known.</summary>
    public static readonly NsmError ReleaseUnknown = new("ReleaseUnknown", 1027, ObjectNotFound,
        "The version is misspelt or not among the releases this module brings.", "List the versions with Get-NsmRelease.");

    /// <summary>No sample application of that name is known.</summary>
    public static readonly NsmError SampleUnknown = new("SampleUnknown", 1028, ObjectNotFound,
        "The sample's name is misspelt or not offered for this release.", "List the samples with Get-NsmSampleApp -ListAvailable.");

    /// <summary>A namespace name breaks Kubernetes' rule.</summary>
    public static readonly NsmError NamespaceInvalid = new("NamespaceInvalid", 1029, InvalidArgument,
        "Namespace names are RFC 1123 labels.",
        "Use at most 63 lower-case letters, digits and '-', starting and ending with a letter or digit.");

    /// <summary>A duration is out of range.</summary>
    public static readonly NsmError TimeoutInvalid = new("TimeoutInvalid", 1030, InvalidArgument,
        "The duration is zero, negative, too long or not a number of seconds.",
        "Give a positive TimeSpan or number of seconds, at most one day.");

    /// <summary>A number of replicas is out of range.</summary>
    public static readonly NsmError ReplicasInvalid = new("ReplicasInvalid", 1031, InvalidArgument,
        "A sample needs at least one client and one endpoint.", "Give a number from 1 to 1000.");

    /// <summary>Any other option breaks a rule.</summary>
    public static readonly NsmError OptionInvalid = new("OptionInvalid", 1032, InvalidArgument,
        "The value is not one the option allows.", "Use one of the values the message names.");

    /// <summary>The release has no secure mode.</summary>
    public static readonly NsmError SecureModeNotOffered = new("SecureModeNotOffered", 1033, NsmErrorCategory.NotImplemented,
        "NSM v0.2 wants a SPIRE version that current Kubernetes no longer runs.",
        "Install without -Secure; v0.2 then runs in insecure mode.");

    /// <summary>The cluster's Kubernetes is older than the release needs.</summary>
    public static readonly NsmError KubernetesTooOld = new("KubernetesTooOld", 1111, InvalidOperation,
        "The release relies on something that this version of Kubernetes does not do.",
        "Update the cluster, or choose another release; -Force installs anyway.");

    /// <summary>There is no SPIRE that NSM could use.</summary>
    public static readonly NsmError SpireNotFound = new("SpireNotFound", 1110, ObjectNotFound,
        "An existing SPIRE was asked for, and the cluster has none with a controller manager and with agents whose socket is where NSM "
            + "looks for it.",
        "Leave out -UseExistingSpire, so that SPIRE is installed with NSM, or install a SPIRE with agents that offer "
            + "/run/spire/sockets/agent.sock on every node.");

    /// <summary>NSM is not on the cluster.</summary>
    public static readonly NsmError MeshNotInstalled = new("MeshNotInstalled", 1034, NotInstalled,
        "NSM was never installed here, or only in another cluster or namespace.", "Install it with Install-NsmMesh.");

    /// <summary>NSM is on the cluster but not ready.</summary>
    public static readonly NsmError MeshNotReady = new("MeshNotReady", 1035, InvalidOperation,
        "An NSM component is not running, or its webhook does not inject.",
        "See Get-NsmMesh for the component and its reason; run Install-NsmMesh again to complete it.");

    /// <summary>NSM is on the cluster in another namespace, version or generation.</summary>
    public static readonly NsmError MeshConflict = new("MeshConflict", 1036, ResourceExists,
        "A cluster holds one NSM: its custom resources and webhook have fixed names.",
        "Uninstall the other one first, or install the same version into the same namespace.");

    /// <summary>A sample was asked for in a namespace that is not the mesh's.</summary>
    public static readonly NsmError SampleNamespaceMismatch = new("SampleNamespaceMismatch", 1037, InvalidArgument,
        "The samples of NSM v0.2 use service accounts that exist only in the mesh's namespace.",
        "Leave -Namespace out, or give the mesh's namespace.");

    /// <summary>The cluster has too few nodes for the spread asked for.</summary>
    public static readonly NsmError NodesTooFew = new("NodesTooFew", 1038, LimitsExceeded,
        "Every endpoint must be on a node of its own, and there are fewer schedulable nodes.",
        "Add nodes, lower -EndpointReplicas, or use -Spread Preferred.");

    /// <summary>A sample would have more clients than can get a wire or a place.</summary>
    public static readonly NsmError ClientsTooMany = new("ClientsTooMany", 1098, LimitsExceeded,
        "The endpoints have addresses for fewer clients, or the nodes have room for fewer pods.",
        "Lower -ClientReplicas, raise -EndpointReplicas, or add nodes; the message says how many there can be.");

    /// <summary>A sample works on another forwarding plane only.</summary>
    public static readonly NsmError ForwardingPlaneUnsuited = new("ForwardingPlaneUnsuited", 1070, InvalidOperation,
        "The sample's interfaces are made by VPP, and the mesh forwards by the kernel.",
        "Use a sample with kernel interfaces, or uninstall the mesh and install it with -ForwardingPlane vpp: the plane of an installed "
            + "mesh cannot be changed.");

    /// <summary>The webhook does not inject.</summary>
    public static readonly NsmError InjectionNotWorking = new("InjectionNotWorking", 1039, InvalidResult,
        "The admission webhook does not answer, or the API server does not trust its certificate.",
        "See the webhook's pod and log; Install-NsmMesh makes a new certificate where the old one does not match.");

    /// <summary>A client runs without the containers that make its wire.</summary>
    public static readonly NsmError ClientNotInjected = new("ClientNotInjected", 1040, InvalidResult,
        "The webhook did not answer when the client was created, and NSM ignores that silently.",
        "Remove the sample and create it again: injection happens only at creation.");

    /// <summary>A client has no wire.</summary>
    public static readonly NsmError WireMissing = new("WireMissing", 1012, InvalidResult,
        "NSM could not connect the client to an endpoint.", "See Test-NsmIcmpConnectivity for each client's verdict.");

    /// <summary>A deadline passed while objects were not ready.</summary>
    public static readonly NsmError WaitTimedOut = new("WaitTimedOut", 1041, OperationTimeout,
        "An object needs longer than the time given, or something keeps it from becoming ready.",
        "Read each object's reason in the message, then run the same command again or with a longer -Timeout.");

    /// <summary>An object failed in a way that waiting cannot fix.</summary>
    public static readonly NsmError ObjectFailed = new("ObjectFailed", 1003, InvalidResult,
        "A container crashes or its image cannot be pulled, or a rollout exceeded its deadline.",
        "Fix the cause in the message, then run the same command again.");

    /// <summary>An object does not go away.</summary>
    public static readonly NsmError RemovalBlocked = new("RemovalBlocked", 1042, ResourceBusy,
        "A finalizer keeps the object, and the controller that should clear it does not.",
        "Bring that controller back, then run the same command again. Only where it is gone for good, take the finalizer off the object "
            + "that the message names; never off a namespace.");

    /// <summary>Something else still uses what should be removed.</summary>
    public static readonly NsmError StillInUse = new("StillInUse", 1043, ResourceBusy,
        "Sample applications or other workloads use the mesh.", "Remove them first, or remove the mesh anyway with -Force.");

    /// <summary>The cluster changed between plan and execution.</summary>
    public static readonly NsmError PlanOutdated = new("PlanOutdated", 1044, InvalidOperation,
        "Somebody changed an object after the plan was made.", "Make a new plan.");

    /// <summary>Pods can still not be created.</summary>
    public static readonly NsmError AdmissionBlocked = new("AdmissionBlocked", 1097, InvalidResult,
        "A webhook that is not NSM's must be asked about every pod and does not answer.",
        "See the webhook that the message names; its owner must bring it back or remove its configuration.");

    /// <summary>The mesh has no recorded revision of that number, or none at all.</summary>
    public static readonly NsmError RevisionNotFound = new("RevisionNotFound", 1053, ObjectNotFound,
        "The number is wrong, only the ten newest revisions are kept, or no earlier revision was ever complete.",
        "List the revisions with Get-NsmMeshHistory.");

    /// <summary>A release is no update of the installed one.</summary>
    public static readonly NsmError UpdateRefused = new("UpdateRefused", 1054, InvalidOperation,
        "Updates go from one release to a later one of the same generation, as the catalogue says.",
        "Go back to an earlier revision with Restore-NsmMesh; any other release needs Uninstall-NsmMesh and Install-NsmMesh.");

    /// <summary>Nodes cannot get the images of an update. Nothing was changed.</summary>
    public static readonly NsmError ImagesNotPulled = new("ImagesNotPulled", 1055, ObjectNotFound,
        "The tag or registry is wrong, the registry cannot be reached from a node, or it wants credentials.",
        "Give an image tag and registry that every node can pull from, then update again.");

    /// <summary>An update failed, and the revision before it runs again.</summary>
    public static readonly NsmError UpdateRolledBack = new("UpdateRolledBack", 1056, InvalidResult,
        "What the update applied did not become ready.",
        "Fix the cause in the message, then update again; recreate the samples whose wires the message names.");

    /// <summary>An update failed, and so did the way back.</summary>
    public static readonly NsmError RollbackFailed = new("RollbackFailed", 1057, InvalidResult,
        "What keeps the update from becoming ready keeps the earlier revision too.",
        "Fix the causes in the message, then run Restore-NsmMesh or the update again.");

    /// <summary>There is nothing to ping.</summary>
    public static readonly NsmError ClientsNotFound = new("ClientsNotFound", 1045, ObjectNotFound,
        "No sample is installed, or its clients are gone.", "Create one with New-NsmSampleApp.");

    /// <summary>A command in a pod could not be run.</summary>
    public static readonly NsmError ExecFailed = new("ExecFailed", 1046, InvalidResult,
        "The container is gone, the node does not answer, or the program is not in the image.", "Look at the pod with 'kubectl describe'.");

    /// <summary>A port of a pod cannot be connected to.</summary>
    public static readonly NsmError PodPortUnreachable = new("PodPortUnreachable", 1100, ConnectionError,
        "The pod does not run, nothing listens on the port, or the API server offers no port-forward.",
        "Check the pod, and 'kubectl port-forward' to the same port.");

    /// <summary>A manager of NSM does not tell its cross connects.</summary>
    public static readonly NsmError ManagerUnreadable = new("ManagerUnreadable", 1101, InvalidResult,
        "The manager is overloaded, wants TLS, or is of another release.",
        "Read the log of the node's nsmgr pod; what the pods show does not depend on it.");

    /// <summary>A compatibility result was asked for on a sandbox.</summary>
    public static readonly NsmError SandboxResultRefused = new("SandboxResultRefused", 1102, InvalidOperation,
        "The session is connected to a sandbox.",
        "Choose a real cluster with -Context, or let -AllowSandbox write a result that is marked as a sandbox's.");

    /// <summary>Pester is not there, or too old.</summary>
    public static readonly NsmError PesterMissing = new("PesterMissing", 1141, NotInstalled,
        "No folder of PSModulePath has Pester 5.9 or newer.", "Run Install-PSResource Pester, then the command again.");

    /// <summary>The error catalogue has no such entry.</summary>
    public static readonly NsmError ErrorUnknown = new("ErrorUnknown", 1103, ObjectNotFound,
        "The id or code is misspelt, or the error is not one of NsmPS.", "List the errors with Get-NsmErrorHelp.");

    /// <summary>Nothing on the cluster has a name that was asked for.</summary>
    public static readonly NsmError NameNotFound = new("NameNotFound", 1118, ObjectNotFound,
        "The name is misspelt, or what had it is gone.", "Run the same command without the name; it lists what is there.");

    /// <summary>A file that should be written exists.</summary>
    public static readonly NsmError FileExists = new("FileExists", 1048, ResourceExists,
        "A file of that name is already there.", "Give another path, or overwrite it with -Force.");

    /// <summary>A file cannot be written.</summary>
    public static readonly NsmError FileNotWritable = new("FileNotWritable", 1049, NsmErrorCategory.PermissionDenied,
        "The folder does not exist, or the user may not write there.", "Create the folder, or give another path.");

    /// <summary>Several objects of a manifest failed.</summary>
    public static readonly NsmError CustomOperationFailed = new("CustomOperationFailed", 1013, InvalidOperation,
        "Several objects of the manifest were refused or could not be changed.",
        "Fix what the message says of each object, then run the same operation again; what is done already stays as it is.");

    /// <summary>A kubeconfig from the network asks for something that only this machine's owner may decide.</summary>
    public static readonly NsmError KubeconfigRefused = new("KubeconfigRefused", 1051, SecurityError,
        "The kubeconfig names a program, a file or a proxy of the machine that would use it.",
        "Write certificates, keys and tokens into the kubeconfig itself ('kubectl config view --raw --flatten'), and leave programs and "
            + "proxies out.");

    /// <summary>A manifest names an object of the mesh or of a sample application.</summary>
    public static readonly NsmError ObjectReserved = new("ObjectReserved", 1052, NsmErrorCategory.PermissionDenied,
        "The mesh and the sample applications are changed only by their own operations.",
        "Use the operation of the mesh or sample, or give the object in the manifest another name.");

    /// <summary>Nobody answers at an adapter's address.</summary>
    public static readonly NsmError AdapterUnreachable = new("AdapterUnreachable", 1080, ConnectionError,
        "No adapter runs there, the address or port is wrong, or a firewall is between.",
        "Start one with Start-NsmAdapter, or see with Test-NsmAdapter how far a connection gets.");

    /// <summary>An adapter refused a request.</summary>
    public static readonly NsmError AdapterRefused = new("AdapterRefused", 1081, InvalidResult,
        "The adapter did not accept the request.", "Read what it answered, and its log.");

    /// <summary>What answers does not speak the adapter's protocol.</summary>
    public static readonly NsmError AdapterIncompatible = new("AdapterIncompatible", 1082, NsmErrorCategory.NotImplemented,
        "Another kind of server listens there, or an adapter of another generation.",
        "Check the address and whether it wants TLS; Test-NsmAdapter tells which step fails.");

    /// <summary>An adapter's address is none.</summary>
    public static readonly NsmError AdapterAddressInvalid = new("AdapterAddressInvalid", 1083, InvalidArgument,
        "The address is not host:port.", "Give host:port, http://host:port or https://host:port, for example 127.0.0.1:10004.");

    /// <summary>An adapter took a request and did not answer in time.</summary>
    public static readonly NsmError AdapterTimedOut = new("AdapterTimedOut", 1084, OperationTimeout,
        "The adapter is overloaded or hangs, or the network drops what is sent.",
        "See the adapter's log, and with Test-NsmAdapter which step takes long.");

    /// <summary>TLS with an adapter cannot be established.</summary>
    public static readonly NsmError AdapterTlsFailed = new("AdapterTlsFailed", 1085, SecurityError,
        "The adapter does not speak TLS, its certificate is not trusted or is for another name, or it wants a client certificate.",
        "Give the authority of its certificate with -CertificateAuthority, and -ClientCertificate with -ClientKey where it asks for one.");

    /// <summary>A certificate or key file cannot be used.</summary>
    public static readonly NsmError CertificateFileInvalid = new("CertificateFileInvalid", 1086, InvalidData,
        "The file does not exist, is not PEM, or the key does not belong to the certificate.",
        "Give PEM files; a certificate and its key always go together.");

    /// <summary>Another program listens on the port.</summary>
    public static readonly NsmError PortInUse = new("PortInUse", 1087, ResourceBusy,
        "Another program listens on that port already.", "Stop it, or give another -Port; 0 takes any free one.");

    /// <summary>A program that NsmPS starts did not start.</summary>
    public static readonly NsmError ProgramStartFailed = new("ProgramStartFailed", 1088, InvalidResult,
        "The program ended before it was ready, or was not ready in time.", "Read its last lines in the message, and its log.");

    /// <summary>There is no .NET that can run a program of NsmPS.</summary>
    public static readonly NsmError DotnetMissing = new("DotnetMissing", 1089, NotInstalled,
        "Neither PATH nor DOTNET_ROOT leads to a dotnet with the ASP.NET Core 10 runtime.",
        "Install the ASP.NET Core 10 runtime, or set DOTNET_ROOT to the folder that has it.");

    /// <summary>The module's folder lacks a program.</summary>
    public static readonly NsmError ProgramMissing = new("ProgramMissing", 1090, NotInstalled,
        "The module was copied or built without this program.", "Install or build the whole module again.");

    /// <summary>No such adapter was started here.</summary>
    public static readonly NsmError AdapterNotFound = new("AdapterNotFound", 1091, ObjectNotFound,
        "It ended, another user started it, or it runs on another machine.", "List the adapters started here with Get-NsmAdapter.");

    /// <summary>An operation failed on the adapter's side.</summary>
    public static readonly NsmError AdapterOperationFailed = new("AdapterOperationFailed", 1092, InvalidResult,
        "The adapter could not carry the operation out.", "Read its message and the adapter's log.");

    /// <summary>An adapter offers no such operation.</summary>
    public static readonly NsmError AdapterOperationUnknown = new("AdapterOperationUnknown", 1093, ObjectNotFound,
        "The key is misspelt, or the adapter is for another mesh.", "List the operations with Get-NsmAdapterOperation.");

    /// <summary>A kubeconfig's credentials cannot be given to another program.</summary>
    public static readonly NsmError KubeconfigNotPortable = new("KubeconfigNotPortable", 1094, InvalidOperation,
        "The credentials come from a plugin that runs on this machine only.",
        "Use a context with a client certificate or token, for example that of a service account.");

    /// <summary>A process of this user cannot be ended.</summary>
    public static readonly NsmError ProcessNotStopped = new("ProcessNotStopped", 1095, NsmErrorCategory.PermissionDenied,
        "The operating system refused to end it.", "End the process by its id as the user who started it.");

    /// <summary>No such sandbox was started here.</summary>
    public static readonly NsmError SandboxNotFound = new("SandboxNotFound", 1096, ObjectNotFound,
        "It ended, another user started it, or this session is connected to another cluster.",
        "List the sandboxes started here with Get-NsmSandbox, or start one with Start-NsmSandbox.");

    /// <summary>NsmPS itself failed.</summary>
    public static readonly NsmError InternalError = new("InternalError", 1050, InvalidOperation,
        "A defect in NsmPS.", "Report it with the message and the stack trace of $Error[0].Exception.InnerException.");

    /// <summary>A setting of the Meshery adapter breaks a rule.</summary>
    public static readonly NsmError AdapterSettingInvalid = new("AdapterSettingInvalid", 1000, InvalidArgument,
        "An option, environment variable or settings file holds a value the adapter does not know.",
        "Use one of the values the message names; --help lists the options.");

    /// <summary>The adapter was asked for an operation that it does not know.</summary>
    public static readonly NsmError OperationUnknown = new("OperationUnknown", 1014, InvalidArgument,
        "The operation key is empty or misspelt, or another adapter's.", "Choose one of the keys that SupportedOperations lists.");

    /// <summary>A request to the adapter breaks a rule.</summary>
    public static readonly NsmError RequestInvalid = new("RequestInvalid", 1060, InvalidArgument,
        "A field of the request is too long or not of the form it must have.",
        "Correct the field that the message names and send the request again.");

    /// <summary>A request to the adapter brings no kubeconfig.</summary>
    public static readonly NsmError KubeconfigMissing = new("KubeconfigMissing", 1061, InvalidArgument,
        "No Kubernetes context is selected in Meshery.", "Select a connected Kubernetes context in Meshery and start the operation again.");

    /// <summary>The adapter has too many operations waiting.</summary>
    public static readonly NsmError OperationQueueFull = new("OperationQueueFull", 1062, LimitsExceeded,
        "Operations arrive faster than the clusters carry them out.",
        "Wait until running operations have ended, then start this one again.");

    /// <summary>The adapter is shutting down.</summary>
    public static readonly NsmError AdapterStopping = new("AdapterStopping", 1063, InvalidOperation,
        "The adapter was told to stop.", "Start the same operation again once the adapter is back; it completes what was begun.");

    /// <summary>The adapter knows the operation but cannot carry it out here.</summary>
    public static readonly NsmError OperationNotOffered = new("OperationNotOffered", 1064, NsmErrorCategory.NotImplemented,
        "This adapter does not bring the manifests of that application.",
        "Use an operation that SupportedOperations lists, or let the administrator configure a manifest folder for this one.");

    /// <summary>The adapter's address is taken.</summary>
    public static readonly NsmError AdapterAddressInUse = new("AdapterAddressInUse", 1065, ResourceBusy,
        "Another adapter or program listens there already.", "Stop the other program, or give another port with --port.");

    /// <summary>A Meshery server does not take the component definitions.</summary>
    public static readonly NsmError RegistrationFailed = new("RegistrationFailed", 1066, ConnectionError,
        "The address in MESHERY_SERVER is wrong, or the server is not up yet.",
        "Check MESHERY_SERVER; the adapter goes on trying by itself.");

    /// <summary>A Meshery server takes the component definitions and does not show all of them.</summary>
    public static readonly NsmError RegistrationIncomplete = new("RegistrationIncomplete", 1120, InvalidResult,
        "A current server shows only models that were imported: what adapters register is kept, and not shown.",
        "Import the packages that `NsmPS.Adapter --write-model` makes, with `mesheryctl model import`; or let the adapter's setting "
            + "MesheryTokenFile name the file that `mesheryctl system login` writes.");

    /// <summary>A design holds a component that is not of this mesh.</summary>
    public static readonly NsmError ComponentUnknown = new("ComponentUnknown", 1067, InvalidArgument,
        "The component is of another model, or lacks its kind or name.",
        "Use NetworkServiceMesh, NetworkService or NetworkServiceEndpoint of the model network_service_mesh.");

    /// <summary>Too many callers listen to the adapter's events.</summary>
    public static readonly NsmError SubscribersTooMany = new("SubscribersTooMany", 1068, LimitsExceeded,
        "More event streams are open than the adapter allows.", "Close streams that nobody reads, or raise Adapter:MaxSubscribers.");

    /// <summary>An event stream is read too slowly.</summary>
    public static readonly NsmError SubscriberTooSlow = new("SubscriberTooSlow", 1069, LimitsExceeded,
        "The caller did not read its events for too long.", "Open the stream again, and read it without pause.");

    /// <summary>Every entry, by id.</summary>
    public static ImmutableSortedDictionary<string, NsmError> All { get; } = typeof(NsmErrors).GetFields()
        .Where(field => field.FieldType == typeof(NsmError))
        .Select(field => (NsmError)field.GetValue(null)!)
        .ToImmutableSortedDictionary(error => error.Id, error => error, StringComparer.Ordinal);
}
