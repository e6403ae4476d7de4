using static NsmPS.NsmErrorCategory;

namespace NsmPS;

/// <content>Errors of reaching a cluster, and of what its API server answers.</content>
public static partial class NsmErrors
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

    /// <summary>A command in a pod could not be run.</summary>
    public static readonly NsmError ExecFailed = new("ExecFailed", 1046, InvalidResult,
        "The container is gone, the node does not answer, or the program is not in the image.", "Look at the pod with 'kubectl describe'.");

    /// <summary>A port of a pod cannot be connected to.</summary>
    public static readonly NsmError PodPortUnreachable = new("PodPortUnreachable", 1100, ConnectionError,
        "The pod does not run, nothing listens on the port, or the API server offers no port-forward.",
        "Check the pod, and 'kubectl port-forward' to the same port.");

    /// <summary>A kubeconfig from the network asks for something that only this machine's owner may decide.</summary>
    public static readonly NsmError KubeconfigRefused = new("KubeconfigRefused", 1051, SecurityError,
        "The kubeconfig names a program, a file or a proxy of the machine that would use it.",
        "Write certificates, keys and tokens into the kubeconfig itself ('kubectl config view --raw --flatten'), and leave programs and "
            + "proxies out.");

    /// <summary>A kubeconfig's credentials cannot be given to another program.</summary>
    public static readonly NsmError KubeconfigNotPortable = new("KubeconfigNotPortable", 1094, InvalidOperation,
        "The credentials come from a plugin that runs on this machine only.",
        "Use a context with a client certificate or token, for example that of a service account.");
}
