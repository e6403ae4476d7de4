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

    /// <summary>The machine that asked for it, where others get <see cref="ForOthers"/>.</summary>
    public string Caller { get; init; } = "";

    /// <summary>What those hear who listen from another machine than the caller's; null for the same.</summary>
    public AdapterEvent? ForOthers { get; init; }

    /// <summary>The event as somebody on a machine may hear it.</summary>
    public AdapterEvent HeardFrom(string machine) => ForOthers is { } other && machine != Caller ? other : this;

    /// <summary>The same event for another operation that shares it.</summary>
    public AdapterEvent SharedWith(string operationId, string caller) => this with
    {
        OperationId = operationId,
        Caller = caller,
        ForOthers = ForOthers is { } other ? other with { OperationId = operationId } : null
    };
}
