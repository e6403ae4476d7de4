using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Manifests;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;
using NsmPS.Samples.Folders;

namespace NsmPS.Samples;

/// <summary>Plans the removal of a sample application.</summary>
public sealed class SampleRemovalPlanner(MeshCluster cluster)
{
    /// <summary>Finds out what removing the sample would do, also of one that was created out of a folder. Changes nothing.</summary>
    public async Task<LifecyclePlan> PlanRemoveAsync(string name, string? @namespace, CancellationToken cancellationToken)
    {
        if (!cluster.Catalog.HasSample(name)
            && await new FolderSampleRemovalPlanner(cluster).PlanRemoveAsync(name, @namespace, cancellationToken) is { } ofFolder)
        {
            return ofFolder;
        }

        var variants = cluster.Catalog.Samples(name);
        var sample = variants[0];
        var inside = OptionRules.Namespace(@namespace);
        var everywhere = new ListFilter(null, Ownership.SelectorOf(sample.Info.Name));
        var types = variants.SelectMany(variant => variant.Manifests.Objects)
            .Select(item => (ApiVersion: item.Text("apiVersion")!, Kind: item.Kind())).Distinct()
            .Select(item => KnownTypes.Find(item.ApiVersion, item.Kind) ?? Generation.FindType(item.ApiVersion, item.Kind))
            .OfType<ResourceType>();
        var all = await cluster.Client.ListAsync(types, everywhere, cancellationToken);
        var remarks = new List<string>();
        var leaving = await new ManifestGuests(cluster.Client)
            .WithoutUsedAsync(
                [.. all.Where(item => IsInside(item, inside)
                    || (IsOfNsm(item) && all.All(other => IsOfNsm(other) || IsInside(other, inside))))], remarks, cancellationToken);
        PlannedObject[] objects = [.. leaving.Select(item => PlannedObject.Deletion(StageOf(variants, item), item))];
        remarks.AddRange(await new SampleNeighbours(cluster).DescribeAsync(variants, objects, cancellationToken));
        var plan = LifecyclePlan.Of(cluster, $"Remove sample {sample.Info.Name}", objects, RemoveAsync).With(remarks);
        var options = new NsmSampleAppOptions { Name = sample.Info.Name, Namespace = inside };
        return plan with { Sample = sample, Summary = plan.Summary with { SampleApp = options } };
    }

    /// <summary>The place of a stage in a removal: clients go before endpoints.</summary>
    internal static int Order(string stage) => stage switch
    {
        StageNames.Clients => 0,
        StageNames.Endpoints => 1,
        StageNames.Namespaces => 3,
        _ => 2,
    };

    private static async Task<LifecycleEvent.Completed> RemoveAsync(LifecyclePlan plan, Operation operation,
        CancellationToken cancellationToken)
    {
        var (name, cluster) = (plan.Sample!.Info.Name, operation.Cluster.Name);
        if (plan.Objects.Count == 0)
        {
            return operation.Complete($"There is no sample {name} of NsmPS on {cluster}", null);
        }

        operation.Step($"Removing sample {name}", 10);
        await new Removal(operation).RunAsync(plan.Objects, Order, (_, _) => { }, cancellationToken);
        operation.Warn(plan.Summary.Remarks);
        return operation.Complete($"Sample {name} {(operation.Run.Wait ? "is removed" : "is being removed")} from {cluster}", null);
    }

    private static bool IsInside(JsonObject item, string? @namespace) =>
        @namespace is null || (item.Namespace() ?? item.Name()) == @namespace;

    /// <summary>NSM v0.2 has its own objects in another namespace than the sample.</summary>
    private static bool IsOfNsm(JsonObject item) => Generation.FindType(item.Text("apiVersion")!, item.Kind()) is not null;

    private static string StageOf(IReadOnlyList<SampleApp> variants, JsonObject item) =>
        item.Kind() == KnownTypes.Namespaces.Kind ? StageNames.Namespaces
        : variants.SelectMany(variant => variant.Manifests.Stages)
            .FirstOrDefault(stage => stage.Objects.Any(known => known.Kind() == item.Kind() && known.Name() == item.Name()))?.Name
            ?? "others";
}
