using NsmPS.Apply;
using NsmPS.Cluster;
using NsmPS.Lifecycle;
using NsmPS.Manifests;

namespace NsmPS.Checks;

/// <summary>Plans to give the mesh's own objects back what the latest revision applied.</summary>
internal sealed class DriftPlanner(ClusterClient client, Catalog catalog)
{
    /// <summary>The plan; null when all is as it was applied, or nobody knows how it was.</summary>
    public async Task<LifecyclePlan?> PlanAsync(MeshFacts mesh, List<string> remarks, CancellationToken cancellationToken)
    {
        if (mesh.Inventory is not { } inventory)
        {
            remarks.Add("NsmPS did not install this mesh, so its objects are not compared with anything.");
            return null;
        }

        try
        {
            // What others have changed in these objects is what is to be undone.
            var plan = await new MeshPlanner(client, catalog).PlanAsync(inventory.Options, force: true, cancellationToken);
            PlannedObject[] changed = [.. plan.Objects.Where(item => item.Action != NsmPlanAction.Unchanged && (item.Manifest.Label(KubeNames.InventoryLabel) is null || !inventory.Complete))];
            return changed.Length == 0 ? null : new LifecyclePlan
            {
                Summary = plan.Summary with { Items = [.. changed.Select(item => item.ToItem())] },
                Objects = inventory.Complete ? [.. plan.Objects.Where(item => item.Manifest.Label(KubeNames.InventoryLabel) is null)] : plan.Objects,
                Namespace = plan.Namespace,

                // A repair gives back a revision; it is none of its own.
                Revision = inventory.Complete ? null : plan.Revision,
            };
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ReleaseUnknown)
        {
            remarks.Add($"The mesh's objects are not compared: {exception.Message}");
            return null;
        }
    }

    /// <summary>Whether carrying a plan out starts managers or forwarders anew.</summary>
    public static bool Restarts(LifecyclePlan? plan) => plan is not null && plan.Objects.Any(item => item.Key.Kind == KnownTypes.DaemonSets.Kind
        && (item.Action == NsmPlanAction.Create || (item.Action == NsmPlanAction.Update && item.Note.Contains("spec.template", StringComparison.Ordinal))));
}
