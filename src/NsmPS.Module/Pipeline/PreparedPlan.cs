using NsmPS.Operations;

namespace NsmPS.Pipeline;

/// <summary>A plan that can be shown, compared and carried out.</summary>
/// <param name="Summary">What it would do.</param>
/// <param name="EnsureSameAs">Throws PlanOutdated when the user agreed to something else.</param>
/// <param name="Execute">Carries it out.</param>
internal sealed record PreparedPlan(NsmPlan Summary, Action<NsmPlan> EnsureSameAs, Func<CancellationToken, IAsyncEnumerable<LifecycleEvent>> Execute);
