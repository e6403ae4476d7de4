extern alias core;

using core::NsmPS.Mesh;
using core::NsmPS.Nsm.Catalogue;
using core::NsmPS.Operations;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Tests.Workloads;
using static NsmPS.Sandbox.Tests.Completion;

namespace NsmPS.Sandbox.Tests.Nsm;

/// <summary>Two people who install NSM v0.2 on one cluster at the same time.</summary>
public sealed class TwoInstallationsTests
{
    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(3) };
    private static readonly NsmMeshOptions s_mesh = new() { Version = "v0.2.1", ForwardingPlane = "kernel" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Install_TwoAtOnce_OneGetsReadyAndTheOtherSaysWhy()
    {
        await using var sandbox = await Harness.StartAsync();
        using var client = await sandbox.ConnectAsync();
        var catalog = Catalog.Load(Yaml.Root);

        // Each plan has a certificate of its own, and no pod starts before both are in.
        var plans = new List<LifecyclePlan>();
        for (var number = 0; number < 2; number++)
        {
            plans.Add(await new MeshPlanner(new(client, catalog)).PlanInstallAsync(s_mesh, force: false, Token));
        }

        sandbox.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.SlowPods, DelayMilliseconds = (int)s_run.Timeout.TotalMilliseconds });
        var waiting = 0;
        var ends = await Task.WhenAll(plans.Select(RunAsync));

        Assert.Equal(NsmState.Ready, Assert.IsType<NsmMesh>(Assert.Single(ends.OfType<LifecycleEvent.Completed>()).Result).State);
        var error = Assert.Single(ends.OfType<LifecycleEvent.Failed>()).Error;
        Assert.Equal("PlanOutdated", error.Error.Id);
        Assert.Contains("another installation runs on the cluster", error.Message, StringComparison.Ordinal);

        // The other one says to run the command again, and that completes it.
        await CompleteAsync((await new MeshPlanner(new(client, catalog)).PlanInstallAsync(s_mesh, force: false, Token))
            .RunAsync(s_run, Token));

        async Task<LifecycleEvent> RunAsync(LifecyclePlan plan)
        {
            LifecycleEvent? last = null;
            await foreach (var item in plan.RunAsync(s_run, Token))
            {
                last = item;
                if (item is LifecycleEvent.Step { Text: "Applying workloads" } && Interlocked.Increment(ref waiting) == plans.Count)
                {
                    sandbox.Faults.Clear();
                }
            }

            return last!;
        }
    }
}
