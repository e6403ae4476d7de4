namespace NsmPS;

/// <summary>An endpoint in NSM's registry.</summary>
public sealed record NsmEndpoint
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The namespace of its entry; NSM v0.2 uses <c>default</c> wherever the mesh is.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name in the registry.</summary>
    public required string Name { get; init; }

    /// <summary>The network service it provides.</summary>
    public required string NetworkService { get; init; }

    /// <summary>What its wires carry, for example <c>IP</c>.</summary>
    public required string Payload { get; init; }

    /// <summary>The node it registered on.</summary>
    public required string Node { get; init; }

    /// <summary>The state NSM v0.2 wrote, for example <c>RUNNING</c>; NSM v1 writes none, so it is <c>RUNNING</c> until the registration
    /// expires, and then <c>EXPIRED</c>.</summary>
    public required string State { get; init; }

    /// <summary>Its pod; empty where there is none or it cannot be told which.</summary>
    public string Pod { get; init; } = "";

    /// <summary>The namespace of its pod; empty where that cannot be told.</summary>
    public string PodNamespace { get; init; } = "";

    /// <summary>Whether nothing stands behind it any more: its node or its pod is gone, its registration has expired, or no pod on its node
    /// provides the service. Clients that are sent there fail.</summary>
    public required bool Orphan { get; init; }

    /// <summary>Why it is an orphan, or why its pod cannot be told; empty otherwise.</summary>
    public string Detail { get; init; } = "";
}
