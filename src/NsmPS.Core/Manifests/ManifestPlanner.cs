using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Names;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Manifests;

/// <summary>Plans what applying or deleting a user's own manifest does.</summary>
/// <remarks>
/// Objects carry the label <c>nsmps.io/part</c>, set by field manager <c>nsmps</c>; only objects with both are ever changed or deleted.
/// Labels of the manifest stay as they are written.
/// </remarks>
public sealed class ManifestPlanner
{
    private const int LongestOperation = 128;

    private readonly MeshCluster _cluster;
    private readonly ManifestSource _source;
    private readonly string _part;
    private readonly string? _operation;
    private readonly ObjectOwner _owner;
    private readonly ManifestPlacement _placement;

    /// <summary>Checks the options.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="source">The objects.</param>
    /// <param name="options">Where they go and what they are marked with.</param>
    /// <exception cref="NsmException">NamespaceInvalid or OptionInvalid.</exception>
    public ManifestPlanner(MeshCluster cluster, ManifestSource source, ManifestOptions options)
    {
        _cluster = cluster;
        _source = source;
        _part = OptionRules.LabelValue(options.Part, nameof(options.Part));
        _operation = string.IsNullOrEmpty(options.Operation) ? null : ShownText.Of(options.Operation, LongestOperation);
        _owner = ObjectOwner.OfManifest(_part);
        _placement = new ManifestPlacement(cluster, source, OptionRules.Namespace(options.Namespace));
    }

    /// <summary>
    /// Finds out what applying would do, and checks it by server dry runs. Changes nothing. A namespace that does not exist is planned too;
    /// deleting the manifest leaves it, unless the manifest lists it itself. The plan applies in stages; where it waits, it is done when
    /// every object works. Each object that is done is an event, also before a failure.
    /// </summary>
    /// <param name="force">Whether objects and fields of others are taken over. Those of the mesh and of samples never are.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    /// <exception cref="NsmException">ObjectNotOwned, ObjectReserved, FieldConflict, ManifestInvalid, or what the server says against an
    /// object.</exception>
    public async Task<LifecyclePlan> PlanApplyAsync(bool force, CancellationToken cancellationToken)
    {
        var placed = await _placement.AllAsync(cancellationToken);
        JsonObject[] objects = [.. await _placement.MissingNamespacesAsync(placed, cancellationToken), .. placed];
        var set = ManifestStages.Arrange(objects).With(Mark);
        var planned = await new Planner(_cluster)
            .PlanAsync(set, new PlanPolicy(force, ReplaceWorkloads: false) { Owner = _owner }, cancellationToken);
        return ToPlan("Apply", planned, (plan, operation, token) => new ManifestApplier(plan, operation).RunAsync(token));
    }

    /// <summary>Finds out what deleting would do. Changes nothing. Objects that are not there are passed over. A namespace or definition
    /// that others still use stays, and a remark says so. The plan deletes in the reverse order of applying; where it waits, each stage is
    /// gone before the next.</summary>
    /// <exception cref="NsmException">ObjectNotOwned or ObjectReserved when an object was made by somebody else.</exception>
    public async Task<LifecyclePlan> PlanDeleteAsync(CancellationToken cancellationToken)
    {
        var placed = await _placement.KnownAsync(cancellationToken);
        var live = (await Task.WhenAll(placed.Select(item => _cluster.GetAsync(item.Key(), cancellationToken)))).OfType<JsonObject>()
            .ToArray();
        var remarks = new List<string>();
        var own = live.Where(_owner.Owns).ToArray();
        foreach (var foreign in live.Except(own))
        {
            // Applying only used it, so deleting only leaves it.
            remarks.Add(foreign.Kind() == KnownTypes.Namespaces.Kind
                ? $"{foreign.Key()} stays, because it was there before."
                : throw _owner.Refuse(foreign, _cluster.Name));
        }

        var leaving = await new ManifestGuests(_cluster.Client).WithoutUsedAsync(own, remarks, cancellationToken);
        var stages = ManifestStages.Arrange(leaving).Stages.Reverse().SelectMany(stage => stage.Objects,
            (stage, item) => PlannedObject.Deletion(stage.Name, item));
        return ToPlan("Delete", [.. stages],
            (plan, operation, token) => new ManifestDeleter(plan, operation).RunAsync(token)).With(remarks);
    }

    private LifecyclePlan ToPlan(string verb, IReadOnlyList<PlannedObject> objects,
        Func<LifecyclePlan, Operation, CancellationToken, Task<LifecycleEvent.Completed>> work) =>
        LifecyclePlan.Of(_cluster, $"{verb} {_source.Name} as part {_part}", objects, work);

    private void Mark(JsonObject item)
    {
        item.Ensure("metadata", "labels")[OwnNames.ManifestPartLabel] = _part;
        if (_operation is not null)
        {
            item.Ensure("metadata", "annotations")[OwnNames.OperationAnnotation] = _operation;
        }
    }
}
