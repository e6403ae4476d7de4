namespace NsmPS.Sandbox.Control;

/// <summary>How requests are to be disturbed.</summary>
internal sealed record Fault
{
    /// <summary>How long each answer is held back.</summary>
    public int LatencyMilliseconds { get; init; }

    /// <summary>The status to answer instead: 429, 500 or another failure.</summary>
    public int? Status { get; init; }

    /// <summary>The Retry-After header of that answer.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>True to close the connection without an answer.</summary>
    public bool Drop { get; init; }

    /// <summary>How many requests it is for; null for all.</summary>
    public int? Requests { get; init; }

    /// <summary>Which share of the requests it is for, from 0 to 1, evenly spread.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Only requests with this method.</summary>
    public string? Method { get; init; }

    /// <summary>Only requests whose path contains this.</summary>
    public string? Path { get; init; }
}
