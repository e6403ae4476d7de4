using NsmPS.Kubernetes.Apply;
using NsmPS.Mesh.History;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Rendering;

namespace NsmPS.Operations;

/// <summary>A plan together with what is needed to carry it out.</summary>
public sealed record LifecyclePlan
{
    internal LifecyclePlan(NsmPlan summary, Func<LifecyclePlan, RunOptions, CancellationToken, IAsyncEnumerable<LifecycleEvent>> work) =>
        (Summary, Work) = (summary, work);

    /// <summary>What the plan does, as the user sees it.</summary>
    public NsmPlan Summary { get; init; }

    /// <summary>Carries it out.</summary>
    internal Func<LifecyclePlan, RunOptions, CancellationToken, IAsyncEnumerable<LifecycleEvent>> Work { get; init; }

    /// <summary>The objects, in the order of their stages.</summary>
    internal IReadOnlyList<PlannedObject> Objects { get; init; } = [];

    /// <summary>The namespace of the mesh.</summary>
    internal string Namespace { get; init; } = "";

    /// <summary>The generation of the mesh that the plan is about.</summary>
    internal Generation Generation { get; init; } = Generation.V02;

    /// <summary>The revision that an installation will record; null for other plans, and when it changes nothing.</summary>
    internal InventoryRecord? Revision { get; init; }

    /// <summary>The revision to go back to when an update fails; null when there is none.</summary>
    internal int? Before { get; init; }

    /// <summary>The sample application that a plan is about.</summary>
    internal SampleApp? Sample { get; init; }

    /// <summary>A plan of objects on a cluster.</summary>
    /// <param name="cluster">The cluster. The work gets it with nothing remembered.</param>
    /// <param name="operation">What is planned, in words.</param>
    /// <param name="objects">The objects, in the order of their stages.</param>
    /// <param name="work">Carries the plan out; its result is the last event.</param>
    internal static LifecyclePlan Of(MeshCluster cluster, string operation, IReadOnlyList<PlannedObject> objects,
        Func<LifecyclePlan, Operation, CancellationToken, Task<LifecycleEvent.Completed>> work) =>
        new(
            new NsmPlan
            {
                Operation = operation,
                Cluster = cluster.Name,
                Items = [.. objects.Select(item => item.ToItem())],
                MadeAt = cluster.Now,
                Remarks = Unasked(objects),
            },
            (plan, run, token) => Operation.RunAsync(cluster.Again(), run, (running, inner) => work(plan, running, inner), token))
        { Objects = objects };

    /// <summary>Carries the plan out. What was interrupted is completed by the same plan made and carried out again.</summary>
    /// <returns>What it has to say; the last event is Completed or Failed.</returns>
    public IAsyncEnumerable<LifecycleEvent> RunAsync(RunOptions run, CancellationToken cancellationToken)
    {
        OptionRules.Timeout(run.Timeout);
        return Work(this, run, cancellationToken);
    }

    /// <summary>Throws PlanOutdated when this plan no longer does what the user agreed to.</summary>
    public void EnsureSameAs(NsmPlan agreed)
    {
        if (agreed.Cluster != Summary.Cluster)
        {
            throw new NsmException(NsmErrors.PlanOutdated,
                $"The plan was made for cluster '{agreed.Cluster}', not for '{Summary.Cluster}'.", agreed.Cluster);
        }

        var now = Summary.Items.Select(Essence).ToHashSet();
        var then = agreed.Items.Select(Essence).ToHashSet();
        if (!now.SetEquals(then))
        {
            now.SymmetricExceptWith(then);
            var first = now.First();
            throw new NsmException(NsmErrors.PlanOutdated, $"{first.Name} has changed since the plan was made.", first.Name)
            { Cluster = Summary.Cluster };
        }
    }

    /// <summary>What could not be asked while the plan was made, and why.</summary>
    internal IReadOnlyList<string> NotAsked => Unasked(Objects);

    /// <summary>The same plan with remarks that the user reads before agreeing.</summary>
    internal LifecyclePlan With(IReadOnlyList<string> remarks) =>
        this with { Summary = Summary with { Remarks = [.. Summary.Remarks, .. remarks] } };

    private static IReadOnlyList<string> Unasked(IReadOnlyList<PlannedObject> objects) =>
    [
        .. objects.Where(item => item.Unasked is not null).GroupBy(item => item.Unasked!, item => item.Key.ToString())
            .Select(group => $"{WebhookFailures.Explain(group.Key)}. These are planned without the server's proof: "
                + $"{string.Join(", ", group)}."),
    ];

    internal IEnumerable<PlannedObject> Stage(string name) => Objects.Where(item => item.Stage == name);

    private static (NsmPlanAction Action, string Name, string? Version) Essence(NsmPlanItem item) =>
        (item.Action, string.IsNullOrEmpty(item.Namespace) ? $"{item.Kind}/{item.Name}" : $"{item.Kind}/{item.Namespace}/{item.Name}",
            item.ResourceVersion);
}
