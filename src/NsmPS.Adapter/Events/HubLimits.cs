namespace NsmPS.Adapter.Events;

/// <summary>How much the event hub keeps.</summary>
internal sealed record HubLimits
{
    /// <summary>Events that wait for one subscriber.</summary>
    public int QueueLength { get; init; } = 1024;

    /// <summary>Ends of operations that a new listener gets, at most.</summary>
    public int ReplayLength { get; init; } = 256;

    /// <summary>How old an end may be that a new listener gets.</summary>
    public TimeSpan ReplayAge { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Callers that may listen at the same time.</summary>
    public int Subscribers { get; init; } = 1000;
}
