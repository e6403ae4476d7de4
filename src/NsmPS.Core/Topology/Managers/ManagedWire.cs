namespace NsmPS.Topology.Managers;

/// <summary>A wire as the managers tell it, its halves joined. What no manager told is empty.</summary>
internal sealed record ManagedWire
{
    public required string Client { get; init; }
    public required string ClientNode { get; init; }
    public required string ClientInterface { get; init; }
    public required string ClientAddress { get; init; }
    public required string Endpoint { get; init; }
    public required string EndpointName { get; init; }
    public required string EndpointNode { get; init; }
    public required string EndpointInterface { get; init; }
    public required string EndpointAddress { get; init; }
    public required string NetworkService { get; init; }
    public required bool IsUp { get; init; }

    /// <summary>Whether the endpoint's interface is one that its pod shows.</summary>
    public required bool EndsInKernel { get; init; }
}
