using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Checks.Rules;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Mesh;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Checks.Repair;

/// <summary>Plans a repair from the same facts that the checks judge: it fixes what they find, as far as it can be fixed.</summary>
public sealed class RepairPlanner(MeshCluster cluster)
{
    private const string LinkKind = "Link";
    private const string ManagerNote = "its node offers no sockets, or it is registered under another address";

    /// <summary>A manager needs some seconds to register and to offer sockets; one so young is left alone.</summary>
    private static readonly TimeSpan s_young = TimeSpan.FromSeconds(10);

    /// <summary>Finds out what a repair would do. Changes nothing.</summary>
    /// <exception cref="NsmException">There is no mesh, or the cluster cannot be read.</exception>
    public async Task<LifecyclePlan> PlanAsync(RepairOptions options, CancellationToken cancellationToken)
    {
        var inside = OptionRules.Namespace(options.Namespace);
        if (options.UnblockAdmission)
        {
            return await new AdmissionUnblocker(cluster).PlanAsync(cancellationToken);
        }

        // What has drifted is planned below, by the same dry runs.
        var (types, probes) = CheckList.Wanted(CheckList.Choose([], ping: true), ping: true);
        var facts = await new FactsReader(cluster).ReadAsync(types, probes & ~CheckProbes.Drift, cancellationToken);
        var mesh = await new MeshReader(cluster).ReadAsync(proveInjection: false, cancellationToken);
        return mesh is not null && facts.Namespace is not null && (inside is null || inside == mesh.Namespace)
            ? await PlanAsync(facts, mesh, options.Force, cancellationToken)
            : throw cluster.NotInstalled();
    }

    private async Task<LifecyclePlan> PlanAsync(CheckFacts facts, MeshFacts mesh, bool force, CancellationToken cancellationToken)
    {
        var remarks = new List<string>();
        var drift = await new DriftPlanner(cluster).PlanAsync(mesh, remarks, cancellationToken);
        PlannedObject[] restarts = [.. Restarts(facts, remarks)
            .Where(item => item.Note != ManagerNote || !DriftPlanner.ReplacesManagers(drift))];
        PlannedObject[] registrations = [.. Registrations(facts)];
        NodeLinks[] links = [.. facts.Links.Select(node => force ? node with { Links = [.. node.Links, .. node.Unclear] } : node)
            .Where(node => node.Links.Count > 0)];
        var restarted = !mesh.Generation.Heals && (DriftPlanner.Restarts(drift) || restarts.Any(item => item.Note == ManagerNote));
        var samples = await RenewAsync(facts, mesh, restarted, links.Length > 0, cancellationToken);
        var dead = DeadOfOthers(facts, samples, restarted);
        var folders = await FolderClients.FindAsync(cluster, dead, cancellationToken);
        remarks.AddRange(folders.Remarks(dead));
        var ofFolders = folders.Restarts(dead);
        PlannedObject[] clients = [.. Clients(facts, [.. dead.Where(wire => !folders.Samples.ContainsKey(wire.Pod.Key()))], force,
            remarks)];
        if (mesh.Generation.Heals && samples.Count > 0)
        {
            remarks.Add("NSM v1 heals wires by itself within a minute or so; samples whose wires were dead now get new clients "
                + "anyway.");
        }

        if (restarted && samples.Count > 0)
        {
            remarks.Add("Managers or forwarders are restarted, which ends every wire of their nodes; the samples are recreated for that.");
        }

        if (links.Length > 0)
        {
            remarks.Add("Links that are left in a node's own network are looked at again before each is deleted: one that a pod holds by "
                + "then, or that was made only now, stays.");
        }

        foreach (var node in facts.Links.Where(node => node.Unclear.Count > 0 && !force))
        {
            remarks.Add($"Node/{node.Node}: {string.Join(", ", node.Unclear)} may be left by NSM, but their kind, name or address does not "
                + "prove it; they stay without -Force.");
        }

        PlannedObject[] shownLinks = [.. links.SelectMany(node => node.Links, Link)];
        PlannedObject[] all = [.. restarts, .. (drift?.Objects ?? []).Where(item => item.Action != NsmPlanAction.Unchanged),
            .. registrations, .. samples.SelectMany(sample => sample.Objects), .. ofFolders.Values.SelectMany(pods => pods),
            .. shownLinks, .. clients];
        var runner = new RepairRunner
        {
            Drift = drift,
            Restarts = restarts,
            Registrations = registrations,
            Samples = samples,
            Folders = ofFolders,
            Clients = clients,
            ClearsUnclear = force,
            Seen = LinkSight.Of(facts.Links),
            ClearsLinks = !mesh.Generation.Heals && (links.Length > 0 || samples.Count > 0),
        };
        return LifecyclePlan.Of(cluster, $"Repair NSM in {mesh.Namespace}", all, runner.RunAsync).With(remarks) with
        {
            Namespace = mesh.Namespace
        };
    }

    private IEnumerable<PlannedObject> Restarts(CheckFacts facts, List<string> remarks)
    {
        var nodes = NodeChecks.ToRestart(facts).Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var pod in facts.PodsOf(facts.ManagerSet).Where(pod => nodes.Contains(pod.NodeName() ?? "")))
        {
            if (DateTimeOffset.TryParse(pod.Text("metadata", "creationTimestamp"), System.Globalization.CultureInfo.InvariantCulture,
                out var born) && cluster.Now - born < s_young)
            {
                remarks.Add($"{pod.Key()} was started only now and is left alone; run the repair again if its node still offers nothing.");
                continue;
            }

            yield return PlannedObject.Deletion(RepairStages.Restarts, pod, ManagerNote);
        }

        foreach (var pod in AdmissionChecks.OutdatedPods(facts))
        {
            yield return PlannedObject.Deletion(RepairStages.Restarts, pod, "it serves an earlier certificate");
        }

        foreach (var (pod, reason) in SpireRepair.Restarts(facts))
        {
            yield return PlannedObject.Deletion(RepairStages.Restarts, pod, reason);
        }
    }

    internal static IEnumerable<PlannedObject> Registrations(CheckFacts facts) =>
        EndpointChecks.Stale(facts).Where(entry => entry.Lost)
            .Select(entry => PlannedObject.Deletion(RepairStages.Registrations, entry.Endpoint, entry.Reason))
            .Concat(NodeChecks.Orphans(facts).Select(item =>
                PlannedObject.Deletion(RepairStages.Registrations, item, "its node does not exist")));

    /// <summary>The samples that need it, each with as little as will mend it.</summary>
    private async Task<IReadOnlyList<RepairedSample>> RenewAsync(CheckFacts facts, MeshFacts mesh, bool restarted, bool linksLeft,
        CancellationToken cancellationToken)
    {
        var renewal = new SampleRenewal(cluster, facts);
        var samples = new List<RepairedSample>();
        foreach (var sample in facts.Samples.Where(sample => renewal.DeploymentsOf(sample).Count > 0))
        {
            var broken = RenewalRules.BrokenClients(sample, facts);
            var extent = RenewalRules.Of(sample, facts, broken, restarted, linksLeft);
            if (extent != RenewalExtent.Nothing)
            {
                var plan = await renewal.PlanAsync(sample, mesh, extent, cancellationToken);
                samples.Add(new RepairedSample(plan, plan.Objects.Any(item => item.Action != NsmPlanAction.Unchanged)
                    ? []
                    : [.. broken.Select(pod => PlannedObject.Deletion(StageNames.Clients, pod, "its wire is dead, or never comes"))]));
            }
        }

        return samples;
    }

    /// <summary>Wires that are dead, or end with this repair, of clients that are of no sample that is renewed.</summary>
    private static WireFact[] DeadOfOthers(CheckFacts facts, IReadOnlyList<RepairedSample> samples, bool everything)
    {
        var renewed = samples.Select(sample => sample.Plan.Sample).ToHashSet();
        return [.. (facts.Wires ?? []).Where(wire => !renewed.Contains(wire.Sample) && (everything || WireChecks.IsDead(wire)))];
    }

    /// <summary>Clients of others are named; their pods are deleted only where the user forces it, and something recreates them.</summary>
    private static IEnumerable<PlannedObject> Clients(CheckFacts facts, IReadOnlyList<WireFact> ending, bool force, List<string> remarks)
    {
        // A client may have several wires.
        var clients = ending.GroupBy(wire => wire.Pod.Key()).ToArray();
        var mine = clients.Where(wires => force && PodOwners.IsRecreated(wires.First().Pod)).ToArray();
        string[] named = [.. clients.Except(mine).Select(wires => wires.Key.ToString()).Order(StringComparer.Ordinal)];
        if (named.Length > 0)
        {
            remarks.Add($"These clients of others have a dead wire, or lose it, and are not touched: {string.Join(", ", named)}."
                + (force ? "" : " -Force deletes the pods of those that a workload recreates."));
        }

        return mine.Select(wires => PlannedObject.Deletion(RepairStages.Clients, wires.First().Pod,
            wires.Count() == facts.Wires!.Count(wire => wire.Pod.Key() == wires.Key)
                ? "its wire is dead, or ends with this repair"
                : "one of its wires is dead; the others end with it"));
    }

    private static PlannedObject Link(NodeLinks node, string name) => new(
        RepairStages.Links, NsmPlanAction.Delete,
        new JsonObject { ["apiVersion"] = "v1", ["kind"] = LinkKind, ["metadata"] = new JsonObject { ["name"] = $"{node.Node}/{name}" } },
        null, ServerValidated: true, $"through pod {node.Pod}");
}
