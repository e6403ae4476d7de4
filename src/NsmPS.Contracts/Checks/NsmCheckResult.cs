namespace NsmPS;

/// <summary>One row of checking a cluster or a mesh.</summary>
public sealed record NsmCheckResult
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The check, for example <c>WebhookServes</c>. It does not change; a check
    /// can have several rows, one for each target.</summary>
    public required string Id { get; init; }

    /// <summary>What the check is about.</summary>
    public required NsmCheckCategory Category { get; init; }

    /// <summary>How it ended.</summary>
    public required NsmCheckOutcome Outcome { get; init; }

    /// <summary>The object that the row is about, as <c>Kind/namespace/name</c>; empty when it is about the whole.</summary>
    public string Target { get; init; } = "";

    /// <summary>What was found, in one sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it; empty when there is nothing to do.</summary>
    public string Hint { get; init; } = "";

    /// <summary>What it was seen by: a field, an address, the last lines of a log; empty when the message says it all.</summary>
    public string Evidence { get; init; } = "";
}
