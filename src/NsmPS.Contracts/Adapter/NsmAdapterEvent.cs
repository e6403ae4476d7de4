namespace NsmPS;

/// <summary>What an adapter told about an operation.</summary>
public sealed record NsmAdapterEvent
{
    /// <summary>When it arrived here; events carry no time of their own.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How serious it is.</summary>
    public required NsmAdapterEventType Type { get; init; }

    /// <summary>One line.</summary>
    public required string Summary { get; init; }

    /// <summary>The rest; may be empty.</summary>
    public string Details { get; init; } = "";

    /// <summary>The operation it belongs to; empty when the adapter does not say.</summary>
    public string OperationId { get; init; } = "";

    /// <summary>The usual reason of an error; empty for other events.</summary>
    public string ProbableCause { get; init; } = "";

    /// <summary>What to do about an error; empty for other events.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>The code of an error; empty for other events.</summary>
    public string ErrorCode { get; init; } = "";

    /// <summary>What kind of program sent it, <c>adapter</c>.</summary>
    public string Component { get; init; } = "";

    /// <summary>The mesh whose adapter sent it, for example <c>NETWORK_SERVICE_MESH</c>.</summary>
    public string ComponentName { get; init; } = "";
}
