using static NsmPS.NsmErrorCategory;

namespace NsmPS;

/// <content>Errors of the adapter, and of the programs that the module starts.</content>
public static partial class NsmErrors
{
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

    /// <summary>A process of this user cannot be ended.</summary>
    public static readonly NsmError ProcessNotStopped = new("ProcessNotStopped", 1095, NsmErrorCategory.PermissionDenied,
        "The operating system refused to end it.", "End the process by its id as the user who started it.");

    /// <summary>No such sandbox was started here.</summary>
    public static readonly NsmError SandboxNotFound = new("SandboxNotFound", 1096, ObjectNotFound,
        "It ended, another user started it, or this session is connected to another cluster.",
        "List the sandboxes started here with Get-NsmSandbox, or start one with Start-NsmSandbox.");

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
}
