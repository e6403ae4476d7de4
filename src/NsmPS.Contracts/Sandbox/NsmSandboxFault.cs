namespace NsmPS;

/// <summary>Something that goes wrong in a sandbox on purpose. What does not matter for its kind has no effect.</summary>
public sealed record NsmSandboxFault
{
    /// <summary>What goes wrong.</summary>
    public required NsmSandboxFaultKind Kind { get; init; }

    /// <summary>The workload, pod, node or part of an image's name that is meant; empty for all.</summary>
    public string Target { get; init; } = "";

    /// <summary>How long things are held back; null for the sandbox's own choice, a second.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>The Retry-After of 429, in whole seconds; null for the sandbox's own choice, a second.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How many of a hundred pings are lost; null for all.</summary>
    public int? LossPercent { get; init; }

    /// <summary>The largest packet that comes through, in bytes; null for the sandbox's own choice, 1450.</summary>
    public int? Mtu { get; init; }

    /// <summary>Only requests with this HTTP method; null for all.</summary>
    public string? Method { get; init; }

    /// <summary>Only requests whose path contains this; null for all.</summary>
    public string? RequestPath { get; init; }

    /// <summary>How many requests it is for; null for all. As shown by a sandbox, how many are left.</summary>
    public int? Count { get; init; }

    /// <summary>Which share of the requests it is for, above 0 and at most 1, evenly spread; null for all.</summary>
    public double? Share { get; init; }

    /// <summary>Kind and target, as a list of faults shows them.</summary>
    public override string ToString() => Target.Length == 0 ? Kind.ToString() : $"{Kind} {Target}";
}
