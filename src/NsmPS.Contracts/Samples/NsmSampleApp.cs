namespace NsmPS;

/// <summary>A sample application on one cluster.</summary>
public sealed record NsmSampleApp
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How it is doing. Ready means that every client has its wire; only a ping proves that the wire works.</summary>
    public required NsmState State { get; init; }

    /// <summary>Clients asked for.</summary>
    public required int Clients { get; init; }

    /// <summary>Clients that have their wire.</summary>
    public required int ClientsWired { get; init; }

    /// <summary>Endpoints asked for, with those that only pass on what they get.</summary>
    public required int Endpoints { get; init; }

    /// <summary>Endpoints that are registered with NSM as running.</summary>
    public required int EndpointsRegistered { get; init; }

    /// <summary>Whether NsmPS created it.</summary>
    public required bool Managed { get; init; }

    /// <summary>Its pods.</summary>
    public required IReadOnlyList<NsmSamplePod> Pods { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>Why it is not ready; empty when it is.</summary>
    public required string Message { get; init; }

    /// <summary>When this was observed.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
