namespace NsmPS;

/// <summary>A network service in NSM's registry.</summary>
public sealed record NsmNetworkService
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The namespace of its entry; NSM v0.2 uses <c>default</c> wherever the mesh is.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name, which clients ask for.</summary>
    public required string Name { get; init; }

    /// <summary>What its wires carry, for example <c>IP</c>.</summary>
    public required string Payload { get; init; }

    /// <summary>The names of its endpoints.</summary>
    public required IReadOnlyList<string> Endpoints { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>How many of them run and have a pod.</summary>
    public required int EndpointsRunning { get; init; }

    /// <summary>How many pods ask for it.</summary>
    public required int Clients { get; init; }
}
