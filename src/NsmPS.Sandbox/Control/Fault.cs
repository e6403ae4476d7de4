namespace NsmPS.Sandbox.Control;

/// <summary>One fault: what, and whom it means.</summary>
internal sealed record Fault
{
    public const int DefaultDelayMilliseconds = 1000;
    public const int WholeLoss = 100;
    public const int DefaultMtu = 1450;

    private const int SmallestMtu = 68;
    private const int LargestMtu = 65_535;

    public required NsmSandboxFaultKind Kind { get; init; }

    /// <summary>The workload, pod, node or part of an image's name that is meant; empty for all.</summary>
    public string Target { get; init; } = "";

    /// <summary>How long it holds things back.</summary>
    public int DelayMilliseconds { get; init; } = DefaultDelayMilliseconds;

    /// <summary>The Retry-After header of 429.</summary>
    public int RetryAfterSeconds { get; init; } = 1;

    /// <summary>How many of a hundred pings are lost.</summary>
    public int LossPercent { get; init; } = WholeLoss;

    /// <summary>The largest packet that comes through a wire, in bytes.</summary>
    public int Mtu { get; init; } = DefaultMtu;

    /// <summary>Only requests with this method; null for all.</summary>
    public string? Method { get; init; }

    /// <summary>Only requests whose path contains this; null for all.</summary>
    public string? Path { get; init; }

    /// <summary>How many requests it is for; null for all.</summary>
    public int? Count { get; init; }

    /// <summary>Which share of the requests it is for, evenly spread.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Whether it disturbs requests, and not what lives in the cluster.</summary>
    public bool IsOfRequests() => Kind is NsmSandboxFaultKind.Latency or NsmSandboxFaultKind.TooManyRequests
        or NsmSandboxFaultKind.ServerError or NsmSandboxFaultKind.DroppedConnection;

    /// <summary>Why it makes no sense; null when it does.</summary>
    public string? Problem() =>
        !Enum.IsDefined(Kind) ? "kind must be one of " + string.Join(", ", Enum.GetNames<NsmSandboxFaultKind>())
        : DelayMilliseconds < 0 || RetryAfterSeconds < 0 ? "a time must not be negative"
        : LossPercent is < 1 or > WholeLoss ? "lossPercent must be from 1 to 100"
        : Mtu is < SmallestMtu or > LargestMtu ? "mtu must be from 68 to 65535"
        : Share is not (> 0 and <= 1) ? "share must be above 0 and at most 1"
        : Count < 1 ? "count must be at least 1"
        : Kind is NsmSandboxFaultKind.PodCrash or NsmSandboxFaultKind.ImageFailure or NsmSandboxFaultKind.NodeDown
            or NsmSandboxFaultKind.KubeletRestart && Target.Length == 0
            ? $"{Kind} needs a target"
        : null;
}
