namespace NsmPS.Kubernetes.Watch;

/// <summary>How far a watch has got.</summary>
internal sealed class WatchPosition(string resourceVersion, long mostTaken = long.MaxValue)
{
    /// <summary>The state that was seen last; the next stream goes on from here.</summary>
    public string ResourceVersion { get; set; } = resourceVersion;

    /// <summary>How much memory the list and what has changed since may take together, in bytes.</summary>
    public long MostTaken => mostTaken;

    /// <summary>True when the server no longer knows it, or more has changed than may be kept: only a new list helps.</summary>
    public bool Expired { get; set; }

    /// <summary>True when the stream before ended as agreed with the server, so the next may follow at once.</summary>
    public bool Calm { get; set; }
}
