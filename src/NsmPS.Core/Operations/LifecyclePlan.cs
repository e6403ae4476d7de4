using NsmPS.Kubernetes.Apply;
using NsmPS.Mesh.History;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;

namespace NsmPS.Operations;

/// <summary>A plan together with what is needed to carry it out.</summary>
public sealed class LifecyclePlan
{
    internal LifecyclePlan()
    {
    }

    /// <summary>What the plan does, as the user sees it.</summary>
    public required NsmPlan Summary { get; init; }

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

    /// <summary>Throws PlanOutdated when the user agreed to something else than what this plan does now.</summary>
    /// <param name="agreed">A plan that was made earlier.</param>
    public void EnsureSameAs(NsmPlan agreed)
    {
        ArgumentNullException.ThrowIfNull(agreed);
        if (agreed.Cluster != Summary.Cluster)
        {
            throw new NsmException(NsmErrors.PlanOutdated, $"The plan was made for cluster '{agreed.Cluster}', not for '{Summary.Cluster}'.", agreed.Cluster);
        }

        var now = Summary.Items.Select(Essence).ToHashSet();
        var then = agreed.Items.Select(Essence).ToHashSet();
        if (!now.SetEquals(then))
        {
            now.SymmetricExceptWith(then);
            var first = now.First();
            throw new NsmException(NsmErrors.PlanOutdated, $"{first.Name} has changed since the plan was made.", first.Name) { Cluster = Summary.Cluster };
        }
    }

    /// <summary>The same plan with another summary.</summary>
    internal LifecyclePlan With(NsmPlan summary) => new() { Summary = summary, Objects = Objects, Namespace = Namespace, Generation = Generation, Revision = Revision, Before = Before, Sample = Sample };

    internal IEnumerable<PlannedObject> Stage(string name) => Objects.Where(item => item.Stage == name);

    private static (NsmPlanAction Action, string Name, string? Version) Essence(NsmPlanItem item) => (item.Action, $"{item.Kind}/{item.Namespace}/{item.Name}", item.ResourceVersion);
}
