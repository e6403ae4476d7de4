using System.Collections.Immutable;
using static NsmPS.NsmErrorCategory;

namespace NsmPS;

/// <summary>The error catalogue: the one place that names every error NsmPS raises. Cmdlets, adapter and help read it.</summary>
public static partial class NsmErrors
{
    // Made at the first use: fields of the other files may be set later than those of this one.
    private static readonly Lazy<ImmutableSortedDictionary<string, NsmError>> s_all = new(() => typeof(NsmErrors).GetFields()
        .Where(field => field.FieldType == typeof(NsmError))
        .Select(field => (NsmError)field.GetValue(null)!)
        .ToImmutableSortedDictionary(error => error.Id, error => error, StringComparer.Ordinal));

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
        "A sample needs at least one client and one endpoint.", "Give a number from 1 to 10000.");

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

    /// <summary>A manifest names an object of the mesh or of a sample application.</summary>
    public static readonly NsmError ObjectReserved = new("ObjectReserved", 1052, NsmErrorCategory.PermissionDenied,
        "The mesh and the sample applications are changed only by their own operations.",
        "Use the operation of the mesh or sample, or give the object in the manifest another name.");

    /// <summary>NsmPS itself failed.</summary>
    public static readonly NsmError InternalError = new("InternalError", 1050, InvalidOperation,
        "A defect in NsmPS.", "Report it with the message and the stack trace of $Error[0].Exception.InnerException.");

    /// <summary>Every entry, by id.</summary>
    public static ImmutableSortedDictionary<string, NsmError> All => s_all.Value;
}
