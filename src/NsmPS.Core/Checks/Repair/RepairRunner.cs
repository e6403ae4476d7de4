using NsmPS.Checks.Facts;
using NsmPS.Checks.Rules;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Mesh;
using NsmPS.Mesh.Installation;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;
using NsmPS.Operations;
using NsmPS.Samples;
using NsmPS.Samples.Folders;

namespace NsmPS.Checks.Repair;

/// <summary>Carries out the plan of a repair. Managers are restarted before registrations are removed: one that starts over wires whose
/// registrations are gone crashes forever.</summary>
internal sealed record RepairRunner
{
    /// <summary>Covers links that disappear with their other end, and links that appear late.</summary>
    private const int ClearingRounds = 8;

    /// <summary>NSM makes the links of a new wire in the node's network and moves them into pods within moments.</summary>
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(1);

    /// <summary>The mesh's own objects that are not as they were applied; null when all are.</summary>
    public LifecyclePlan? Drift { get; init; }

    /// <summary>Pods of managers and of the webhook that are restarted.</summary>
    public IReadOnlyList<PlannedObject> Restarts { get; init; } = [];

    /// <summary>Registrations that are removed.</summary>
    public IReadOnlyList<PlannedObject> Registrations { get; init; } = [];

    /// <summary>Samples that are recreated, or some of their clients.</summary>
    public IReadOnlyList<RepairedSample> Samples { get; init; } = [];

    /// <summary>Clients of samples out of folders that are restarted, by the sample's name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PlannedObject>> Folders { get; init; } =
        new Dictionary<string, IReadOnlyList<PlannedObject>>();

    /// <summary>Clients of others that are restarted.</summary>
    public IReadOnlyList<PlannedObject> Clients { get; init; } = [];

    /// <summary>The links that were on nodes when the repair was planned.</summary>
    public IReadOnlySet<LinkSight> Seen { get; init; } = new HashSet<LinkSight>();

    /// <summary>Whether links go too that may be somebody else's.</summary>
    public bool ClearsUnclear { get; init; }

    /// <summary>Whether the nodes' own networks are to be cleared of links.</summary>
    public bool ClearsLinks { get; init; }

    public async Task<LifecycleEvent.Completed> RunAsync(LifecyclePlan plan, Operation operation, CancellationToken cancellationToken)
    {
        var forced = operation.With(operation.Run with { Force = true, Wait = true });
        await DeleteAsync(operation, "Restarting pods", 5, Restarts, cancellationToken);
        await new Removal(operation).WaitUntilGoneAsync(Restarts, cancellationToken);
        if (Drift is not null)
        {
            operation.Step("Giving the mesh's objects back what they had", 20);
            await new MeshInstaller(Drift, forced).RunAsync(cancellationToken);
        }
        else if (Restarts.Count > 0)
        {
            await WaitForMeshAsync(operation, cancellationToken);
        }

        await DeleteAsync(operation, "Removing stale registrations", 50, Registrations, cancellationToken);
        await RenewAsync(plan.Namespace, forced, cancellationToken);
        if (Restarts.Count > 0 || Drift is not null || Samples.Count > 0)
        {
            await DeleteAsync(operation, "Removing registrations that went stale meanwhile", 92,
                await StaleAsync(operation, cancellationToken), cancellationToken);
        }

        return await CompleteAsync(operation, cancellationToken);
    }

    /// <summary>Endpoints that end soon after a restart of their manager may stay registered.</summary>
    private static async Task<IReadOnlyList<PlannedObject>> StaleAsync(Operation operation, CancellationToken cancellationToken)
    {
        ResourceType[] types = [KnownTypes.Nodes, KnownTypes.Pods, KnownTypes.Deployments, KnownTypes.DaemonSets, NsmTypes.Managers,
            .. Generation.All.Select(generation => generation.Endpoints)];
        var facts = await new FactsReader(operation.Cluster.Again()).ReadAsync(types, CheckProbes.None, cancellationToken);
        return [.. RepairPlanner.Registrations(facts)];
    }

    private static async Task DeleteAsync(Operation operation, string step, int percent, IReadOnlyCollection<PlannedObject> objects,
        CancellationToken cancellationToken)
    {
        if (objects.Count > 0)
        {
            operation.Step(step, percent);
            await operation.DeleteAsync(objects, cancellationToken);
        }
    }

    private static async Task WaitForMeshAsync(Operation operation, CancellationToken cancellationToken)
    {
        operation.Step("Waiting for managers, forwarders and the webhook", 30);
        var facts = await new MeshReader(operation.Cluster).RequireAsync(proveInjection: false, cancellationToken);
        await MeshWait.ForNodesAsync(operation, facts, cancellationToken);
        await InjectionProof.WaitAsync(operation, facts.Rules.Probe(facts.Namespace), cancellationToken);
    }

    /// <summary>Clients and endpoints go first: while nothing is being wired, every link of
    /// NSM in a node's own network is one that was left behind.</summary>
    private async Task RenewAsync(string home, Operation operation, CancellationToken cancellationToken)
    {
        RepairedSample[] recreated = [.. Samples.Where(sample => sample.Broken.Count == 0)];
        foreach (var sample in recreated.Select(sample => sample.Plan))
        {
            operation.Step($"Removing sample {sample.Sample!.Info.Name}, which is recreated", 60);
            await SampleCreator.RemoveAsync(operation, sample.Objects.Where(IsReplaced), cancellationToken);
        }

        if (recreated.Length > 0 || Samples.Count == 0)
        {
            await ClearAsync();
        }

        foreach (var sample in Samples)
        {
            if (sample.Broken.Count > 0)
            {
                await new BrokenClientRenewal(sample, operation).RunAsync(ClearAsync, cancellationToken);
            }

            await new SampleCreator(Removed(sample.Plan), operation).RunAsync(cancellationToken);
        }

        foreach (var (name, pods) in Folders)
        {
            operation.Step($"Recreating clients of sample {name}", 80);
            await SampleCreator.RemoveAsync(operation, pods, cancellationToken);
            await FolderSampleCreator.WiredAsync(operation, name, cancellationToken);
        }

        await DeleteAsync(operation, "Restarting clients of others", 90, Clients, cancellationToken);

        async Task ClearAsync()
        {
            if (ClearsLinks)
            {
                operation.Step("Removing links of failed wires", 70);
                await ClearLinksAsync(home, operation, cancellationToken);
            }
        }
    }

    private static bool IsReplaced(PlannedObject item) => item.Live is not null && item.Action == NsmPlanAction.Replace;

    /// <summary>What is left to do when everything that is replaced has been removed.</summary>
    private static LifecyclePlan Removed(LifecyclePlan plan) => plan with
    {
        Objects = [.. plan.Objects.Select(item => IsReplaced(item) ? item with { Live = null, Action = NsmPlanAction.Create } : item)]
    };

    /// <summary>Deletes what was left in two looks, the second one right before it is deleted. A wire that only comes up now is in one
    /// of them only, and so is the link of a client that has come meanwhile.</summary>
    private async Task ClearLinksAsync(string home, Operation operation, CancellationToken cancellationToken)
    {
        var reader = new LinkReader(operation.Client);
        var seen = Seen;
        for (var round = 0; round < ClearingRounds; round++)
        {
            var facts = await new FactsReader(operation.Cluster)
                .ReadAsync([KnownTypes.DaemonSets, KnownTypes.Pods, KnownTypes.Deployments], CheckProbes.Links, cancellationToken);
            (NodeLinks Node, string Link)[] left = [.. facts.Links
                .SelectMany(node => ClearsUnclear ? node.Links.Concat(node.Unclear) : node.Links, (node, link) => (node, link))];
            if (left.Length == 0)
            {
                return;
            }

            foreach (var (node, link) in left.Where(entry => seen.Contains(LinkSight.Of(entry.Node, entry.Link))))
            {
                await reader.DeleteAsync(home, node, link, cancellationToken);
            }

            seen = LinkSight.Of(facts.Links);
            await Task.Delay(s_settling, operation.Cluster.Time, cancellationToken);
        }
    }

    private static async Task<LifecycleEvent.Completed> CompleteAsync(Operation operation, CancellationToken cancellationToken)
    {
        operation.Step("Checking the mesh", 95);
        var cluster = operation.Cluster.Again();
        var rows = await new MeshTester(cluster).TestAsync(new NsmCheckOptions(), cancellationToken);
        var failed = rows.Where(row => row.Outcome == NsmCheckOutcome.Failed).ToArray();
        operation.Warn(failed.Select(row => $"{row.Id}{(row.Target.Length == 0 ? "" : " " + row.Target)}: {row.Message}"));
        var mesh = (await new MeshReader(cluster).RequireAsync(proveInjection: true, cancellationToken)).Describe(cluster);
        var wires = rows.FirstOrDefault(row => row.Id == WireChecks.Alive.Id && row.Outcome == NsmCheckOutcome.Passed)?.Message ?? "";
        return operation.Complete(
            ($"NSM in {mesh.Namespace} on {cluster.Name} is repaired"
                + (failed.Length == 0 ? "" : $", but {failed.Length} checks fail") + $". {wires}").TrimEnd(), mesh);
    }
}
