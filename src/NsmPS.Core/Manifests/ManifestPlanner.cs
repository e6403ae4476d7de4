using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Names;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Manifests;

/// <summary>Plans what applying or deleting a user's manifest does.</summary>
internal sealed class ManifestPlanner
{
    private const int LongestOperation = 128;

    private readonly ClusterClient _client;
    private readonly ManifestSource _source;
    private readonly string _part;
    private readonly string? _operation;
    private readonly ObjectOwner _owner;
    private readonly ManifestPlacement _placement;

    /// <summary>Checks the options.</summary>
    /// <exception cref="NsmException">NamespaceInvalid or OptionInvalid.</exception>
    public ManifestPlanner(ClusterClient client, ManifestSource source, ManifestOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _source = source;
        _part = OptionRules.LabelValue(options.Part, nameof(options.Part));
        _operation = string.IsNullOrEmpty(options.Operation) ? null : ShownText.Of(options.Operation, LongestOperation);
        _owner = ObjectOwner.OfManifest(_part);
        _placement = new ManifestPlacement(client, source, OptionRules.Namespace(options.Namespace));
    }

    public async Task<LifecyclePlan> PlanApplyAsync(bool force, CancellationToken cancellationToken)
    {
        var placed = await _placement.AllAsync(cancellationToken);
        JsonObject[] objects = [.. await MissingNamespacesAsync(placed, cancellationToken), .. placed];
        var set = ManifestStages.Arrange(objects).With(Mark);
        var planned = await new Planner(_client).PlanAsync(set, new PlanPolicy(force, ReplaceWorkloads: false) { Owner = _owner }, cancellationToken);
        return ToPlan("Apply", planned, []);
    }

    public async Task<LifecyclePlan> PlanDeleteAsync(CancellationToken cancellationToken)
    {
        var placed = await _placement.KnownAsync(cancellationToken);
        var live = (await Task.WhenAll(placed.Select(item => _client.GetAsync(item.Key(), cancellationToken)))).OfType<JsonObject>().ToArray();
        var remarks = new List<string>();
        var own = live.Where(_owner.Owns).ToArray();
        foreach (var foreign in live.Except(own))
        {
            // Applying only used it, so deleting only leaves it.
            remarks.Add(foreign.Kind() == KnownTypes.Namespaces.Kind ? $"{foreign.Key()} stays, because it was there before." : throw _owner.Refuse(foreign, _client.Name));
        }

        var leaving = await new ManifestGuests(_client).WithoutUsedAsync(own, remarks, cancellationToken);
        var stages = ManifestStages.Arrange(leaving).Stages.Reverse().SelectMany(stage => stage.Objects, (stage, item) => new PlannedObject(stage.Name, NsmPlanAction.Delete, item, item, ServerValidated: true));
        return ToPlan("Delete", [.. stages], remarks);
    }

    private LifecyclePlan ToPlan(string verb, IReadOnlyList<PlannedObject> objects, IReadOnlyList<string> remarks) => new()
    {
        Summary = new NsmPlan
        {
            Operation = $"{verb} {_source.Name} as part {_part}",
            Cluster = _client.Name,
            Items = [.. objects.Select(item => item.ToItem())],
            Remarks = remarks,
            MadeAt = _client.Time.GetUtcNow(),
        },
        Objects = objects,
    };

    /// <summary>Namespaces that objects name, that are not there and that the manifest does not list.</summary>
    private async Task<IEnumerable<JsonObject>> MissingNamespacesAsync(IReadOnlyList<JsonObject> objects, CancellationToken cancellationToken)
    {
        var listed = objects.Where(item => item.Kind() == KnownTypes.Namespaces.Kind).Select(item => item.Name());
        var names = objects.Select(item => item.Namespace()).OfType<string>().Distinct().Except(listed);
        var keys = names.Select(name => new ObjectKey(KnownTypes.Namespaces.ApiVersion, KnownTypes.Namespaces.Kind, null, name));
        var found = await Task.WhenAll(keys.Select(async key => (Key: key, Live: await _client.GetAsync(key, cancellationToken))));
        return found.Where(entry => entry.Live is null || entry.Live.IsTerminating()).Select(entry => new JsonObject
        {
            ["apiVersion"] = entry.Key.ApiVersion,
            ["kind"] = entry.Key.Kind,
            ["metadata"] = new JsonObject { ["name"] = entry.Key.Name },
        });
    }

    private void Mark(JsonObject item)
    {
        item.Ensure("metadata", "labels")[OwnNames.ManifestPartLabel] = _part;
        if (_operation is not null)
        {
            item.Ensure("metadata", "annotations")[OwnNames.OperationAnnotation] = _operation;
        }
    }
}
