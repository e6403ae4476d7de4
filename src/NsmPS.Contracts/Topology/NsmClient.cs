namespace NsmPS;

/// <summary>A pod that asks for wires.</summary>
public sealed record NsmClient
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod.</summary>
    public required string Name { get; init; }

    /// <summary>The workload that made the pod; empty for a pod that none made.</summary>
    public required string Workload { get; init; }

    /// <summary>The node it runs on; empty before it is scheduled.</summary>
    public required string Node { get; init; }

    /// <summary>The network services it asks for, in its order.</summary>
    public required IReadOnlyList<string> NetworkServices { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>Whether it has what makes its wires: the containers of NSM's webhook, or a program of its own that asks.</summary>
    public required bool Injected { get; init; }

    /// <summary>The addresses of its wires with prefix length.</summary>
    public required IReadOnlyList<string> WireAddresses { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>How it is doing. Ready means that it has an address for every wire; only a ping proves that packets pass.</summary>
    public required NsmState State { get; init; }

    /// <summary>Why it is not ready; empty when it is.</summary>
    public string Reason { get; init; } = "";
}
