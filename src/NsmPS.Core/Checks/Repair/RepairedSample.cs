using NsmPS.Kubernetes.Apply;
using NsmPS.Operations;

namespace NsmPS.Checks.Repair;

/// <summary>A sample that is repaired.</summary>
/// <param name="Plan">What of it is recreated.</param>
/// <param name="Broken">The only clients that are recreated; none where the plan says what is.</param>
internal sealed record RepairedSample(LifecyclePlan Plan, IReadOnlyList<PlannedObject> Broken)
{
    /// <summary>Everything that happens to it.</summary>
    public IEnumerable<PlannedObject> Objects => Plan.Objects.Concat(Broken);
}
