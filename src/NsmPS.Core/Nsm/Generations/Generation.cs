using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Names;

namespace NsmPS.Nsm.Generations;

/// <summary>A generation of NSM: the names its releases share. Two generations never share a cluster.</summary>
internal sealed record Generation
{
    public static Generation V02 { get; } = new()
    {
        Name = "v0.2",
        ManagerApp = "nsmgr-daemonset",
        WebhookDeployment = NsmNames.WebhookDeployment,
        WebhookConfiguration = NsmNames.WebhookConfiguration,
        WebhookService = NsmNames.WebhookService,
        ReviewVersion = "v1beta1",
        ForwarderPrefix = NsmNames.ForwarderPrefix,
        ForwarderSuffix = NsmNames.ForwarderSuffix,
        OtherWorkloads = [],
        InjectionAnnotation = NsmNames.InjectionAnnotation,
        InitContainer = NsmNames.InitContainer,
        RequestVariable = NsmNames.RequestVariable,
        PrefixVariable = NsmNames.PrefixVariable,
        AddressesOfAWire = 4,
        DefaultRegistry = "docker.io",
        NetworkServices = NsmTypes.NetworkServices,
        Endpoints = NsmTypes.Endpoints,
        Types = NsmTypes.All,
        Peer = PeerRule.NextOfBlock,
        NodeFolders = [NsmFolder],
    };

    public static Generation V1 { get; } = new()
    {
        Name = "v1",
        ManagerApp = NsmNames.ManagerDaemonSet,
        WebhookDeployment = NsmNames.WebhookV1Deployment,
        WebhookConfiguration = NsmNames.WebhookV1Configuration,
        WebhookService = NsmNames.WebhookV1Service,
        ReviewVersion = "v1",
        ForwarderPrefix = NsmNames.ForwarderV1Prefix,
        ForwarderSuffix = "",
        OtherWorkloads = [NsmNames.RegistryV1Deployment, SpireNames.Server, SpireNames.Agent],
        InjectionAnnotation = NsmNames.InjectionV1Annotation,
        InitContainer = NsmNames.InitV1Container,
        RequestVariable = NsmNames.RequestV1Variable,
        PrefixVariable = NsmNames.PrefixV1Variable,
        AddressesOfAWire = 2,
        DefaultRegistry = "ghcr.io",
        NetworkServices = NsmTypes.NetworkServices with { ApiVersion = NsmNames.V1ApiVersion },
        Endpoints = NsmTypes.Endpoints with { ApiVersion = NsmNames.V1ApiVersion },
        Types = [NsmTypes.NetworkServices with { ApiVersion = NsmNames.V1ApiVersion },
            NsmTypes.Endpoints with { ApiVersion = NsmNames.V1ApiVersion }],
        Peer = PeerRule.Route,
        UsesSpire = true,
        Heals = true,
        NodeFolders = [NsmFolder, SpireNames.SocketFolder, "/var/run/vpp"],
    };

    private const string NsmFolder = "/var/lib/networkservicemesh";

    /// <summary>Oldest first.</summary>
    public static ImmutableArray<Generation> All { get; } = [V02, V1];

    /// <summary>As catalogues name it.</summary>
    public required string Name { get; init; }

    /// <summary>The value of the label <c>app</c> on the manager's pods, which alone tells the managers of two generations apart.</summary>
    public required string ManagerApp { get; init; }

    public required string WebhookDeployment { get; init; }
    public required string WebhookConfiguration { get; init; }

    public required string WebhookService { get; init; }

    /// <summary>The version of admission reviews that the webhook understands.</summary>
    public required string ReviewVersion { get; init; }

    /// <summary>The part before the forwarding plane in the name of its DaemonSet.</summary>
    public required string ForwarderPrefix { get; init; }

    /// <summary>The part after it.</summary>
    public required string ForwarderSuffix { get; init; }

    /// <summary>Workloads besides manager, forwarder and webhook that every installation has.</summary>
    public required IReadOnlyList<string> OtherWorkloads { get; init; }

    /// <summary>By this a workload asks for wires.</summary>
    public required string InjectionAnnotation { get; init; }

    /// <summary>The init container that the webhook adds.</summary>
    public required string InitContainer { get; init; }

    /// <summary>By this variable that container is told what to ask for: the annotation again.</summary>
    public required string RequestVariable { get; init; }

    /// <summary>By this variable an endpoint is told of which prefix to give addresses.</summary>
    public required string PrefixVariable { get; init; }

    /// <summary>How many addresses of its prefix an endpoint spends on a wire.</summary>
    public required int AddressesOfAWire { get; init; }

    /// <summary>Where its images come from unless another registry is chosen.</summary>
    public required string DefaultRegistry { get; init; }

    public required ResourceType NetworkServices { get; init; }
    public required ResourceType Endpoints { get; init; }

    /// <summary>All of its custom resources.</summary>
    public required IReadOnlyList<ResourceType> Types { get; init; }

    public required PeerRule Peer { get; init; }

    /// <summary>Whether its parts authenticate each other by SPIRE. Then SPIRE also certifies the webhook.</summary>
    public bool UsesSpire { get; init; }

    /// <summary>Whether wires come back by themselves when managers or forwarders restart.</summary>
    public bool Heals { get; init; }

    /// <summary>Folders of nodes that stay behind when it is removed.</summary>
    public required IReadOnlyList<string> NodeFolders { get; init; }

    /// <summary>The version of its custom resources.</summary>
    public string ResourceVersion => NetworkServices.ApiVersion[(NetworkServices.ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public static Generation? Named(string name) => All.FirstOrDefault(generation => generation.Name == name);

    /// <summary>The generation of a manager's DaemonSet; null when it is none of NSM's.</summary>
    public static Generation? OfManager(JsonObject daemonSet) =>
        All.FirstOrDefault(generation => generation.ManagerApp == daemonSet.Text("spec", "selector", "matchLabels", "app"));

    /// <summary>A custom resource of any generation.</summary>
    public static ResourceType? FindType(string apiVersion, string kind) =>
        All.SelectMany(generation => generation.Types).FirstOrDefault(type => type.ApiVersion == apiVersion && type.Kind == kind);

    /// <summary>Whether a workload's name is one of an installation.</summary>
    public bool HasWorkload(string name) =>
        name == NsmNames.ManagerDaemonSet || name == WebhookDeployment || OtherWorkloads.Contains(name) || PlaneOf(name) is not null;

    /// <summary>The forwarding plane that a DaemonSet's name tells; null when it is no forwarder's.</summary>
    public string? PlaneOf(string name) =>
        name.Length > ForwarderPrefix.Length + ForwarderSuffix.Length && name.StartsWith(ForwarderPrefix, StringComparison.Ordinal)
            && name.EndsWith(ForwarderSuffix, StringComparison.Ordinal)
            ? name[ForwarderPrefix.Length..^ForwarderSuffix.Length]
            : null;
}
