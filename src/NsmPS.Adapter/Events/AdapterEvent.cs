namespace NsmPS.Adapter.Events;

/// <summary>One message to everybody who listens.</summary>
internal sealed record AdapterEvent
{
    public required EventLevel Level { get; init; }

    public required EventRole Role { get; init; }

    public required string OperationId { get; init; }

    public required string Summary { get; init; }

    public string Details { get; init; } = "";

    public string ProbableCause { get; init; } = "";

    public string Remedy { get; init; } = "";

    /// <summary>The code of the error catalogue; empty unless it is an error or a warning that has one.</summary>
    public string Code { get; init; } = "";
}
