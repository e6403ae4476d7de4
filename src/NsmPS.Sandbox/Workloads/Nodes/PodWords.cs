namespace NsmPS.Sandbox.Workloads.Nodes;

internal static class PodPhases
{
    public const string Pending = "Pending";
    public const string Running = "Running";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";
}

internal static class PodConditions
{
    public const string Scheduled = "PodScheduled";
    public const string Ready = "Ready";
    public const string ContainersReady = "ContainersReady";
}

internal static class RestartPolicies
{
    public const string Always = "Always";
    public const string Never = "Never";
}
