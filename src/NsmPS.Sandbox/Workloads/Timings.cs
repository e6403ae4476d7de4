namespace NsmPS.Sandbox.Workloads;

/// <summary>How long things take. A real cluster's seconds are tenths here, in the same
/// order; the back-off grows as there, from a shorter start.</summary>
public sealed record Timings
{
    /// <summary>From the pod's creation to the node it gets.</summary>
    public TimeSpan Scheduling { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Creating a pod's network and getting its images.</summary>
    public TimeSpan ImagePull { get; init; } = TimeSpan.FromMilliseconds(120);

    public TimeSpan ContainerStart { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>The pause between two questions of a probe.</summary>
    public TimeSpan Probe { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The end of a program that heeds SIGTERM.</summary>
    public TimeSpan Termination { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest grace that is really waited for, when a program ignores SIGTERM.</summary>
    public TimeSpan LongestGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The first pause before a container is started again; it doubles.</summary>
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause before a container is started again.</summary>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a container runs that is not restarted, where its command does not tell.</summary>
    public TimeSpan JobRun { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The registration of a part of the mesh with another.</summary>
    public TimeSpan Registration { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The pause between two tries of a client that wants a wire.</summary>
    public TimeSpan WireRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>From the moment when a definition is established to the moment when its kind is served.</summary>
    public TimeSpan KindServing { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>From the first request for a defined kind to the moment when its objects can be listed.</summary>
    public TimeSpan KindStorage { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The back-off after a number of failures.</summary>
    public TimeSpan BackOff(int failures)
    {
        var factor = Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        return TimeSpan.FromTicks((long)Math.Min(FirstBackOff.Ticks * factor, LongestBackOff.Ticks));
    }
}
