using System.Collections.Immutable;

namespace NsmPS.Sandbox.Workloads;

/// <summary>What goes wrong on purpose. Nothing, unless it is said.</summary>
public sealed record FaultSet
{
    /// <summary>How much longer every container takes to start.</summary>
    public TimeSpan SlowStart { get; init; }

    /// <summary>Names of workloads (Deployment, DaemonSet and so on) or pods whose containers crash after their start.</summary>
    public ImmutableHashSet<string> CrashingWorkloads { get; init; } = [];

    /// <summary>Parts of image names that cannot be pulled.</summary>
    public ImmutableHashSet<string> MissingImages { get; init; } = [];

    /// <summary>Nodes whose kubelet does not report.</summary>
    public ImmutableHashSet<string> DownNodes { get; init; } = [];

    /// <summary>The webhook answers and changes nothing.</summary>
    public bool NoInjection { get; init; }

    /// <summary>Clients start without an interface.</summary>
    public bool NoWire { get; init; }

    /// <summary>Endpoints answer no ping.</summary>
    public bool DeadEndpoint { get; init; }

    /// <summary>Of every three pings one is lost.</summary>
    public bool Lossy { get; init; }

    /// <summary>Managers register under an address that is not theirs.</summary>
    public bool StaleManagerUrl { get; init; }
}
