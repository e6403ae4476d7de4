using System.Collections.Immutable;
using System.Net;
using NsmPS.Operations;

namespace NsmPS.Adapter.Hosting;

/// <summary>Everything an administrator can choose. <see cref="SettingsReader"/> makes it from options, environment and file.</summary>
internal sealed record AdapterSettings
{
    /// <summary>The section that holds every setting.</summary>
    public const string Section = "Adapter";

    public int Port { get; init; } = AdapterIdentity.Port;

    public IPAddress Listen { get; init; } = IPAddress.Any;

    public string? TlsCertificate { get; init; }

    public string? TlsKey { get; init; }

    /// <summary>The authority that callers' certificates must come from; null asks for none.</summary>
    public string? ClientAuthority { get; init; }

    /// <summary>The port for probes and metrics; null for none.</summary>
    public int? HealthPort { get; init; }

    public bool JsonLogs { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public string? LogFile { get; init; }

    public bool Background { get; init; }

    public bool EndWithInput { get; init; }

    public string? ReadyFile { get; init; }

    /// <summary>Where the adapter notes which operations are open, for the one after it; null for nowhere.</summary>
    public string? StateFile { get; init; }

    /// <summary>The folder with <c>mesh/</c> and <c>samples/</c>.</summary>
    public required string Manifests { get; init; }

    /// <summary>A second name for the service; null for none.</summary>
    public string? AlsoServeAs { get; init; }

    /// <summary>Whether requests without a kubeconfig work on the cluster of the adapter itself.</summary>
    public bool OwnCluster { get; init; }

    /// <summary>Whether the kubeconfig of CreateMeshInstance is kept for later requests of the same connection.</summary>
    public bool RememberKubeconfig { get; init; }

    /// <summary>The API servers that requests may name, as <c>host</c> or <c>host:port</c>; empty for any.</summary>
    public ImmutableArray<ApiServerName> AllowedServers { get; init; } = [];

    /// <summary>Credential programs that kubeconfigs may name.</summary>
    public ImmutableArray<string> AllowedPlugins { get; init; } = [];

    public string? ForwardingPlane { get; init; }

    /// <summary>Whether releases that need SPIRE use the one that is there, instead of bringing their own.</summary>
    public bool UseExistingSpire { get; init; }

    public string? ImageRegistry { get; init; }

    public string? ImageTag { get; init; }

    public string? ImagePullPolicy { get; init; }

    /// <summary>Secrets with which images are pulled, in the namespaces of the mesh and of samples.</summary>
    public IReadOnlyList<string> ImagePullSecrets { get; init; } = [];

    /// <summary>The folder of the nodes' kubelets; null for the usual one.</summary>
    public string? KubeletPath { get; init; }

    public NsmSpread SampleSpread { get; init; } = NsmSpread.Required;

    /// <summary>How long one operation may take. The default is below the 20 minutes that mesheryctl waits.</summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long running operations may go on when the adapter is told to stop. The default fits Kubernetes' 30 seconds.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a caller may leave an event unread.</summary>
    public TimeSpan EventTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public int MaxOperations { get; init; } = 64;

    public int MaxSubscribers { get; init; } = 1000;

    public int MaxConnections { get; init; } = 1000;

    /// <summary>Folders of applications that are not NSM's, by operation key.</summary>
    public ImmutableDictionary<string, string> OperationFolders { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The Meshery server to register with; null for none.</summary>
    public Uri? MesheryServer { get; init; }

    /// <summary>A file with a session of the Meshery server, by which models are imported that it does not show; null for none.</summary>
    public string? MesheryTokenFile { get; init; }

    /// <summary>The name by which the Meshery server reaches this adapter.</summary>
    public string ServiceAddress { get; init; } = "localhost";

    /// <summary>Whether traces are exported.</summary>
    public bool Tracing { get; init; }

    /// <summary>What an administrator should know of these settings; empty when there is nothing.</summary>
    public IReadOnlyList<string> Dangers => ClientAuthority is not null ? []
        : IPAddress.IsLoopback(Listen) ? OwnCluster
            ? [$"Every user of this machine can change the adapter's own cluster: OwnCluster is on and no client certificate is asked for. "
                + $"Set {nameof(ClientAuthority)}, or switch OwnCluster off."]
            : []
        : OwnCluster ? [$"Everybody who reaches {Listen}:{Port} can change the adapter's own cluster: OwnCluster is on and no client "
            + $"certificate is asked for. Set {nameof(ClientAuthority)}, or let only the Meshery server reach the port."]
        : [$"Everybody who reaches {Listen}:{Port} can use the adapter and hear its events: no client certificate is asked for. Set "
            + $"{nameof(ClientAuthority)}, or let only the Meshery server reach the port."];

    public bool UsesTls => TlsCertificate is not null;

    public RunOptions Run => new() { Timeout = OperationTimeout };

    /// <summary>The name of the setting with the folder of an operation.</summary>
    public static string FolderKey(string operation) => $"{Section}:Operations:{operation}:Folder";
}
