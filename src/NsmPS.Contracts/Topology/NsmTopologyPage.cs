namespace NsmPS;

/// <summary>A web page on this machine that shows a topology as it changes.</summary>
public sealed record NsmTopologyPage
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Where the page is. The address holds a token: anyone on this machine who has it sees the page.</summary>
    public required Uri Address { get; init; }
}
