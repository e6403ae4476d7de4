namespace NsmPS;

/// <summary>A Meshery adapter: one that was started here, or one anywhere that was asked who it is.</summary>
public sealed record NsmAdapter
{
    /// <summary>Where it answers: <c>host:port</c>, or <c>https://host:port</c> when it wants TLS.</summary>
    public required string Address { get; init; }

    /// <summary>How it is doing.</summary>
    public required NsmAdapterState State { get; init; }

    /// <summary>The mesh it says it is for, for example <c>NETWORK_SERVICE_MESH</c>; empty when it did not answer.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its own version; empty when it did not answer.</summary>
    public string Version { get; init; } = "";

    /// <summary>The source revision it was built from; empty when it did not answer or does not know.</summary>
    public string GitSha { get; init; } = "";

    /// <summary>Its process; null for an adapter that was not started here.</summary>
    public int? ProcessId { get; init; }

    /// <summary>When it was started; null for an adapter that was not started here.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Whether it outlives the shell that started it.</summary>
    public bool Detached { get; init; }

    /// <summary>The file it logs to; null for an adapter that was not started here.</summary>
    public string? LogFile { get; init; }

    /// <summary>Why it is not serving, or what its administrator should know; empty when there is nothing.</summary>
    public string Message { get; init; } = "";
}
