using NsmPS.Checks.Facts;
using NsmPS.Checks.Rules;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Mesh;
using NsmPS.Mesh.Installation;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Operations;
using NsmPS.Samples;

namespace NsmPS.Checks.Repair;

/// <summary>
/// Carries out the plan of a repair. Managers are started anew before registrations are removed: one that starts over wires whose registrations are gone crashes for ever.
/// </summary>
internal sealed class RepairRunner(ClusterClient client, Catalog catalog, RepairPlan plan, RunOptions run, Operation operation)
{
    /// <summary>Links that go with others of the same pair, and those that come up late.</summary>
    private const int ClearingRounds = 4;

    private readonly Applier _applier = new(client);

    public async Task<LifecycleEvent.Completed> RunAsync(CancellationToken cancellationToken)
    {
        if (plan.Webhooks.Count > 0 || plan.Whole.Namespace.Length == 0)
        {
            return await new AdmissionUnblocker(client).RunAsync(plan, operation, cancellationToken);
        }

        await RestartAsync(cancellationToken);
        if (plan.Drift is { } drift)
        {
            operation.Step("Giving the mesh's objects back what they had", 20);
            await new MeshInstaller(client, drift, run with { Force = true, Wait = true }, operation).RunAsync(cancellationToken);
        }
        else if (plan.Restarts.Count > 0)
        {
            await WaitForMeshAsync(cancellationToken);
        }

        await DeleteAsync("Removing stale registrations", 50, plan.Registrations, cancellationToken);
        await RenewAsync(cancellationToken);
        return await CompleteAsync(cancellationToken);
    }

    private async Task RestartAsync(CancellationToken cancellationToken)
    {
        await DeleteAsync("Starting pods anew", 5, plan.Restarts, cancellationToken);
        await new Removal(client, operation).WaitUntilGoneAsync(plan.Restarts, cancellationToken);
    }

    private async Task DeleteAsync(string step, int percent, IReadOnlyCollection<PlannedObject> objects, CancellationToken cancellationToken)
    {
        if (objects.Count > 0)
        {
            operation.Step(step, percent);
            await _applier.DeleteAsync(objects, operation.Done, cancellationToken);
        }
    }

    private async Task WaitForMeshAsync(CancellationToken cancellationToken)
    {
        operation.Step("Waiting for managers, forwarders and the webhook", 30);
        var facts = await new MeshReader(client).ReadAsync(proveInjection: false, cancellationToken) ?? throw MeshLocator.NotInstalled(client.Name);
        await new MeshWait(client, facts.Rules, facts.Namespace, [.. facts.Workloads.Select(item => item.Key())]).RunAsync(operation, cancellationToken);
        await new InjectionProof(client).WaitAsync(facts.Rules.Probe(facts.Namespace), operation.Limits, cancellationToken);
    }

    /// <summary>Clients and endpoints go first: while nothing is being wired, every link of NSM in a node's own network is one that was left behind.</summary>
    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        foreach (var sample in plan.Samples)
        {
            operation.Step($"Removing sample {sample.Sample!.Info.Name}, which is made anew", 60);
            await new SampleRemoval(client, operation).RunAsync([.. sample.Objects.Where(item => item.Live is not null && item.Action == NsmPlanAction.Replace)], wait: true, cancellationToken);
        }

        if (plan.ClearsLinks)
        {
            operation.Step("Removing links of failed wires", 70);
            await ClearLinksAsync(cancellationToken);
        }

        foreach (var sample in plan.Samples)
        {
            await new SampleCreator(client, sample, run with { Force = true, Wait = true }, operation).RunAsync(cancellationToken);
        }

        await DeleteAsync("Starting clients of others anew", 90, plan.Clients, cancellationToken);
    }

    private async Task ClearLinksAsync(CancellationToken cancellationToken)
    {
        var reader = new LinkReader(client);
        for (var round = 0; round < ClearingRounds; round++)
        {
            var facts = await new FactsReader(client, catalog).ReadAsync([KnownTypes.DaemonSets, KnownTypes.Pods, KnownTypes.Deployments], CheckProbes.Links, cancellationToken);
            var left = facts.Links.SelectMany(node => node.Links, (node, link) => (node, link)).ToArray();
            if (left.Length == 0)
            {
                return;
            }

            foreach (var (node, link) in left)
            {
                await reader.DeleteAsync(plan.Whole.Namespace, node, link, cancellationToken);
            }
        }
    }

    private async Task<LifecycleEvent.Completed> CompleteAsync(CancellationToken cancellationToken)
    {
        operation.Step("Checking the mesh", 95);
        var rows = await new MeshTester(client, catalog).TestAsync(new NsmCheckOptions(), cancellationToken);
        var failed = rows.Where(row => row.Outcome == NsmCheckOutcome.Failed).ToArray();
        foreach (var row in failed)
        {
            operation.Warn($"{row.Id}{(row.Target.Length == 0 ? "" : " " + row.Target)}: {row.Message}");
        }

        var facts = await new MeshReader(client).RequireAsync(cancellationToken);
        var mesh = facts.Describe(client.Name, client.Time.GetUtcNow());
        var wires = rows.FirstOrDefault(row => row.Id == WireChecks.Alive.Id && row.Outcome == NsmCheckOutcome.Passed)?.Message ?? "";
        return operation.Complete($"NSM in {mesh.Namespace} on {client.Name} is repaired{(failed.Length == 0 ? "" : $", but {failed.Length} checks fail")}. {wires}".TrimEnd(), mesh);
    }
}
