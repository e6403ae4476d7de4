using NsmPS.Kubernetes.Apply;
using NsmPS.Operations;

namespace NsmPS.Checks.Repair;

/// <summary>What a repair would do, together with what is needed to do it.</summary>
public sealed class RepairPlan
{
    internal RepairPlan()
    {
    }

    /// <summary>All of it, as the user sees and agrees to it.</summary>
    public required LifecyclePlan Whole { get; init; }

    /// <summary>The mesh's own objects that are not as they were applied; null when all are.</summary>
    internal LifecyclePlan? Drift { get; init; }

    /// <summary>Pods of managers and of the webhook that are started anew.</summary>
    internal IReadOnlyList<PlannedObject> Restarts { get; init; } = [];

    /// <summary>Registrations that are removed.</summary>
    internal IReadOnlyList<PlannedObject> Registrations { get; init; } = [];

    /// <summary>Webhook configurations that are removed to free the cluster.</summary>
    internal IReadOnlyList<PlannedObject> Webhooks { get; init; } = [];

    /// <summary>Samples that are made anew.</summary>
    internal IReadOnlyList<LifecyclePlan> Samples { get; init; } = [];

    /// <summary>Clients of others that are started anew.</summary>
    internal IReadOnlyList<PlannedObject> Clients { get; init; } = [];

    /// <summary>Whether the nodes' own networks are to be cleared of links.</summary>
    internal bool ClearsLinks { get; init; }
}
