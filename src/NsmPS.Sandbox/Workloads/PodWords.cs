namespace NsmPS.Sandbox.Workloads;

/// <summary>The values of <c>status.phase</c>.</summary>
internal static class PodPhases
{
    public const string Pending = "Pending";
    public const string Running = "Running";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";
}

/// <summary>The conditions of pods.</summary>
internal static class PodConditions
{
    public const string Scheduled = "PodScheduled";
    public const string Ready = "Ready";
    public const string ContainersReady = "ContainersReady";
}

/// <summary>The values of <c>spec.restartPolicy</c>.</summary>
internal static class RestartPolicies
{
    public const string Always = "Always";
    public const string Never = "Never";
}
