using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Manifests;
using NsmPS.Manifests.Folders;
using NsmPS.Mesh;
using NsmPS.Nsm.Names;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Samples.Folders;

/// <summary>Plans the creation of a sample out of a folder of the user, and refuses where it could not work.</summary>
public sealed class FolderSamplePlanner(MeshCluster cluster)
{
    private const string SystemNamespace = "kube-system";
    private const string VppPlane = "vpp";

    /// <summary>Reads the folder, and finds out what creating what it describes would do: it is done when every client has its wires.
    /// Changes nothing, and sends nothing before the folder is read and found sound.</summary>
    /// <param name="options">The name, the folder and the namespace.</param>
    /// <param name="force">Whether objects and fields of others are taken over. Those of the mesh and of other samples never are.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    /// <exception cref="NsmException">ManifestInvalid, ObjectReserved, ObjectNotOwned, OptionInvalid; the mesh is not there, not ready, of
    /// another generation or forwarding plane.</exception>
    public async Task<LifecyclePlan> PlanCreateAsync(NsmSampleAppOptions options, bool force, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckName(options.Name);
        var home = OptionRules.Namespace(options.Namespace) ?? new ManifestOptions().Namespace;
        var folder = UserFolder.At(options.Path!, options.Root);
        var source = await folder.ReadAsync(cancellationToken);
        var workloads = source.Objects.Select(FolderWorkload.Of).OfType<FolderWorkload>().ToArray();
        if (workloads.Length == 0)
        {
            throw new NsmException(NsmErrors.ManifestInvalid,
                $"{source.Name}: nothing in it asks for a wire or provides a network service.", source.Name)
            {
                Remedy = $"A client has the annotation {NsmNames.InjectionV1Annotation} (in NSM v0.2 {NsmNames.InjectionAnnotation}) or "
                    + $"the variable {NsmNames.RequestV1Variable}, an endpoint the variable {NsmNames.EndpointVariables[^1]} (in NSM v0.2 "
                    + $"{NsmNames.EndpointVariables[0]})."
            };
        }

        var facts = await new MeshReader(cluster).RequireAsync(proveInjection: true, cancellationToken);
        var placement = new ManifestPlacement(cluster, source, home);
        var placed = await placement.AllAsync(cancellationToken);
        Check(facts, [.. placed.Select(FolderWorkload.Of).OfType<FolderWorkload>()]);
        JsonObject[] objects = [.. await placement.MissingNamespacesAsync(placed, cancellationToken), .. placed];
        var set = FolderStages.Arrange(objects)
            .With(Placement.Owned(options.Name, facts.Inventory?.Options.Version ?? facts.Images.Tag))
            .With(FolderObjects.Marked(options.Name, objects));
        var planned = SamplePlanner.WithClientsAfterEndpoints(await new Planner(cluster).PlanAsync(set,
            new PlanPolicy(force, ReplaceWorkloads: true) { Owner = ObjectOwner.OfFolder(options.Name) }, cancellationToken));
        var plan = LifecyclePlan.Of(cluster, $"Create sample {options.Name} out of {source.Name}", planned,
            (plan, operation, token) => new FolderSampleCreator(plan, operation, options.Name).RunAsync(token));
        return (plan with
        {
            Summary = plan.Summary with { SampleApp = options },
            Namespace = facts.Namespace,
            Generation = facts.Generation,
        }).With([.. folder.Remarks, .. await LeftOverAsync(options.Name, objects, force, cancellationToken)]);
    }

    private void CheckName(string name)
    {
        if (cluster.Catalog.HasSample(name) || name == OwnNames.MeshPart)
        {
            throw new NsmException(NsmErrors.OptionInvalid, $"'{name}' is the name of something that this module brings.", "Name")
            {
                Remedy = "Give the sample another name with -Name."
            };
        }

        OptionRules.LabelValue(name, "Name");
    }

    private void Check(MeshFacts facts, IReadOnlyList<FolderWorkload> workloads)
    {
        foreach (var workload in workloads)
        {
            var key = workload.Item.Key();
            if (workload.Dialect is { } generation && generation != facts.Generation)
            {
                throw new NsmException(NsmErrors.SampleUnknown,
                    $"{key} speaks of wires as NSM {generation.Name} does; the mesh is NSM {facts.Generation.Name}.", key.ToString())
                {
                    Cluster = cluster.Name,
                    Remedy = $"Use a folder for NSM {facts.Generation.Name}, or a mesh of NSM {generation.Name}."
                };
            }

            if (workload.NeedsVpp && facts.ForwardingPlane != VppPlane)
            {
                throw cluster.Error(NsmErrors.ForwardingPlaneUnsuited, $"{key} asks for a shared memory interface, which needs the "
                    + $"forwarding plane {VppPlane}; the mesh in '{facts.Namespace}' has {facts.ForwardingPlane}.", key.ToString());
            }

            if (workload.IsInjected && facts.Rules.Namespaces(facts.Namespace).Append(SystemNamespace).Contains(key.Namespace)
                && facts.Generation.UsesSpire)
            {
                throw new NsmException(NsmErrors.SampleNamespaceMismatch,
                    $"NSM injects no clients in namespace '{key.Namespace}'; {key} is there.", key.ToString())
                {
                    Cluster = cluster.Name,
                    Remedy = "Give the folder another namespace."
                };
            }
        }

        if (facts.Describe(cluster) is { State: not NsmState.Ready } mesh)
        {
            throw cluster.Error(NsmErrors.MeshNotReady, $"The mesh in '{facts.Namespace}' is not ready: {mesh.Message}.", facts.Namespace);
        }
    }

    /// <summary>Nothing goes because of its name alone: another folder may have been called so.</summary>
    private async Task<IReadOnlyList<string>> LeftOverAsync(string name, IReadOnlyList<JsonObject> objects, bool force,
        CancellationToken cancellationToken)
    {
        // A namespace that was made for objects which only name it is needed as long as they do.
        var known = objects.Select(item => item.Key().ToString()).Concat(objects.Select(item => item.Namespace()).OfType<string>()
            .Select(home => new ObjectKey(KnownTypes.Namespaces.ApiVersion, KnownTypes.Namespaces.Kind, null, home).ToString()))
            .ToHashSet(StringComparer.Ordinal);
        var left = (await new FolderObjects(cluster).AllAsync(name, cancellationToken))
            .Where(item => !known.Contains(item.Key().ToString()) && !item.IsTerminating()).ToArray();
        if (!force && left.FirstOrDefault(item => FolderWorkload.Of(item) is not null) is { } other)
        {
            throw new NsmException(NsmErrors.ObjectReserved,
                $"There is a sample '{name}' already, with {other.Key()}, which the folder does not have.", other.Key().ToString())
            {
                Cluster = cluster.Name,
                Remedy = $"Give this one another name with -Name; or, if it is the same, first run Remove-NsmSampleApp {name}."
            };
        }

        return [.. left.Select(item => $"{item.Key()} is of the sample too, though the folder no longer has it. It stays until "
            + "Remove-NsmSampleApp.")];
    }
}
