namespace NsmPS;

/// <summary>A cross connect as one manager of NSM v0.2 tells it: a wire on its node, or its half of a wire between two nodes.</summary>
/// <param name="Id">The manager's name for it; other managers use the same names for others.</param>
/// <param name="Source">The end towards the client.</param>
/// <param name="Destination">The end towards the endpoint.</param>
public sealed record NsmCrossConnect(string Id, NsmCrossConnectEnd Source, NsmCrossConnectEnd Destination);
