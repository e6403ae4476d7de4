namespace NsmPS;

/// <summary>Who is connected with whom on one cluster, at one moment.</summary>
public sealed record NsmTopology
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The names of the cluster's nodes.</summary>
    public required IReadOnlyList<string> Nodes { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>The network services.</summary>
    public required IReadOnlyList<NsmNetworkService> NetworkServices { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>The endpoints.</summary>
    public required IReadOnlyList<NsmEndpoint> Endpoints { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>The pods that ask for wires.</summary>
    public required IReadOnlyList<NsmClient> Clients { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>The wires.</summary>
    public required IReadOnlyList<NsmConnection> Wires { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>What pings over the wires showed; empty when nobody pinged.</summary>
    public IReadOnlyList<NsmIcmpResult> Pings { get; init => field = ReadOnlyLists.Copy(value); } = ReadOnlyLists.Copy<NsmIcmpResult>([]);

    /// <summary>What could not be read, one sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>Those of the warnings that tell of managers which took too long to answer: what they know is missing here.</summary>
    public IReadOnlyList<string> Late { get; init => field = ReadOnlyLists.Copy(value); } = ReadOnlyLists.Copy<string>([]);

    /// <summary>When this was observed.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
