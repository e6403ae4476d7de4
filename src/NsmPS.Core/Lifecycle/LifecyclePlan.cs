namespace NsmPS.Lifecycle;

/// <summary>A plan together with what is needed to carry it out.</summary>
public sealed class LifecyclePlan
{
    /// <summary>What the plan does, as the user sees it.</summary>
    public NsmPlan Summary => throw new NotImplementedException();

    /// <summary>Throws PlanOutdated when the user agreed to something else than what this plan does now.</summary>
    /// <param name="agreed">A plan that was made earlier.</param>
    public void EnsureSameAs(NsmPlan agreed) => throw new NotImplementedException();
}
