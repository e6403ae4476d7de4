namespace NsmPS.Operations;

/// <summary>How to carry out a plan.</summary>
public sealed record RunOptions
{
    /// <summary>The deadline for the whole operation.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether to wait until what was applied works, or what was deleted is gone.</summary>
    public bool Wait { get; init; } = true;

    /// <summary>Whether an update that fails after it has changed something is followed by the revision before it; with the same deadline once more.</summary>
    public bool Rollback { get; init; }

    /// <summary>Whether to take over fields and objects of others.</summary>
    public bool Force { get; init; }
}
