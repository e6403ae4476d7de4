namespace NsmPS;

/// <summary>One end of a cross connect. Every text is as the manager sent it; empty where it sent none.</summary>
public sealed record NsmCrossConnectEnd
{
    /// <summary>Whether it is an interface in a pod on the manager's node; otherwise it is a tunnel to another node.</summary>
    public required bool IsLocal { get; init; }

    /// <summary>The network service.</summary>
    public string NetworkService { get; init; } = "";

    /// <summary>The kind of interface, for example <c>KERNEL_INTERFACE</c> or <c>VXLAN</c>.</summary>
    public string Mechanism { get; init; } = "";

    /// <summary>The interface's name in the pod.</summary>
    public string Interface { get; init; } = "";

    /// <summary>The tunnel: its number and the addresses of its two nodes. The same on both managers.</summary>
    public string Tunnel { get; init; } = "";

    /// <summary>The pod: the client's, but the endpoint's for an endpoint's own end.</summary>
    public string Pod { get; init; } = "";

    /// <summary>The endpoint's name in NSM's registry.</summary>
    public string EndpointName { get; init; } = "";

    /// <summary>The client's address with prefix length.</summary>
    public string ClientAddress { get; init; } = "";

    /// <summary>The endpoint's address with prefix length.</summary>
    public string EndpointAddress { get; init; } = "";

    /// <summary>Whether NSM says that it is up.</summary>
    public required bool IsUp { get; init; }
}
