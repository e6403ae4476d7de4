namespace NsmPS.Kubernetes.Health;

/// <summary>What a rule says about one thing that is waited for.</summary>
/// <param name="Target">The thing, as <c>Kind/namespace/name</c>.</param>
/// <param name="State">Ready or Absent ends the wait for it, Failed ends the whole wait, everything else goes on.</param>
/// <param name="Reason">Why it is in this state.</param>
/// <param name="Doubtful">It may recover, but rarely does: the wait fails when this lasts longer than the grace.</param>
/// <param name="Error">The catalogue entry of a failure; null for ObjectFailed.</param>
/// <param name="Pod">The pod whose container is the cause, as namespace, name and container, so that its log can be shown.</param>
internal sealed record WaitItem(string Target, NsmState State, string Reason = "", bool Doubtful = false, NsmError? Error = null,
    PodContainer? Pod = null)
{
    /// <summary>What helps, where that is known; else empty.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>How long it may stay doubtful; null for the wait's own grace.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>The reason without what differs from one object to the next and from one moment to the next, so that many objects have
    /// one in common.</summary>
    public string Cause { get => field ?? Reason; init; }

    /// <summary>Whether the reason is only how many pods of a workload are missing.</summary>
    public bool IsCount { get; init; }

    /// <summary>Whether the wait for it is over. A rule says Absent only of what should go away.</summary>
    public bool IsDone => State is NsmState.Ready or NsmState.Absent;
}

internal sealed record PodContainer(string Namespace, string Pod, string Container, bool Restarted);
