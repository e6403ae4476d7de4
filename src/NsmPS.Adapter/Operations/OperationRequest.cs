namespace NsmPS.Adapter.Operations;

/// <summary>A request that has passed <see cref="RequestRules"/>.</summary>
internal sealed record OperationRequest
{
    public required AdapterOperation Operation { get; init; }

    public required OperationDirection Direction { get; init; }

    public required string OperationId { get; init; }

    /// <summary>The namespace as Meshery sent it; it sends <c>default</c> when the user chose none.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The release; empty when the user chose none.</summary>
    public string Version { get; init; } = "";

    /// <summary>The YAML of a manifest operation. It may hold secrets: no log and no event shows it.</summary>
    public string Body { get; init; } = "";

    /// <summary>Who asks: the address of its machine.</summary>
    public string Caller { get; init; } = "";

    /// <summary>The clusters; empty means that the request names none.</summary>
    public IReadOnlyList<ClusterSource> Clusters { get; init; } = [];

    // A record would print its body.
    public override string ToString() => $"{Direction} {Operation.Key} ({OperationId})";
}
