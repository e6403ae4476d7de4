using System.Text.Json.Nodes;
using NsmPS.Checks.Repair;
using NsmPS.Core.Tests.Operations;
using NsmPS.Kubernetes;
using NsmPS.Operations;
using static NsmPS.Core.Tests.Checks.Repair.RepairPlans;

namespace NsmPS.Core.Tests.Checks.Repair;

/// <summary>Which links of a node a repair deletes.</summary>
public sealed class RepairLinksTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plan_LinkOfAKindThatNsmDoesNotMake_StaysAndIsNoFinding()
    {
        using var world = await CheckWorld.StartAsync();
        world.Mesh.Leftovers[("n2", "nsm0")] = true;
        world.Mesh.LinkKind = "dummy";

        Assert.Empty(await ItemsAsync(world));
        Assert.DoesNotContain(await world.TestAsync(), row => row.Outcome != NsmCheckOutcome.Passed);
    }

    [Fact]
    public async Task Plan_LinkOfUnknownKind_IsReportedAndGoesOnlyByForce()
    {
        using var world = await CheckWorld.StartAsync();
        world.Mesh.Leftovers[("n2", "nsm0")] = true;
        world.Mesh.LinkKind = "";

        var plan = await PlanAsync(world);

        Assert.Empty(plan.Items);
        Assert.Contains("-Force", Assert.Single(plan.Remarks), StringComparison.Ordinal);
        Assert.Single(await world.TestAsync(), row => row is { Id: "LeftoverLinks", Outcome: NsmCheckOutcome.Warning, Target: "Node/n2" });
        var forced = await new RepairPlanner(world.Cluster).PlanAsync(new RepairOptions { Force = true }, Token);
        Assert.Contains(forced.Summary.Items, item => item.Name == "n2/nsm0");
    }

    [Theory]
    [InlineData("nsmbackbone1", true, "")]
    [InlineData("nsmbackbone1", false, "Warning")]
    [InlineData("nsmqc1vcqBQg", true, "Warning")]
    [InlineData("nsmqc1vcqBQg", false, "Failed")]
    [InlineData("nsm-backbone", false, "")]
    public async Task Plan_LinkWithANameThatAPersonChose_StaysAndIsNamedWhereItIsNotInUse(string name, bool used, string outcome)
    {
        using var world = await CheckWorld.StartAsync();
        world.Mesh.Leftovers[("n2", name)] = true;
        world.Mesh.LinksAreUsed = used;

        Assert.Equal(outcome == "Failed" ? [$"Delete Link/n2/{name}"] : [], await ItemsAsync(world));
        Assert.Equal(outcome.Length == 0 ? [] : [outcome],
            (await world.TestAsync()).Where(row => row.Outcome != NsmCheckOutcome.Passed).Select(row => row.Outcome.ToString()));
    }

    /// <summary>NSM leaves links that were never set up.</summary>
    [Theory]
    [InlineData("    inet 10.9.0.1/24 scope global nsm0\n", "", false, true)]
    [InlineData("    inet6 fd00::1/64 scope global \n", "", false, true)]
    [InlineData("", " master br0", false, true)]
    [InlineData("", "", true, true)]
    [InlineData("", "", false, false)]
    public async Task Plan_LinkWithANameOfNsmThatSomebodyUses_StaysAndIsNamed(string address, string master, bool up, bool stays)
    {
        using var world = await CheckWorld.StartAsync();
        world.Mesh.Leftovers[("n2", "nsm0")] = true;
        world.Mesh.LinksAreUsed = up;
        world.Mesh.LinkAddress = address;
        world.Mesh.LinkMaster = master;

        Assert.Equal(stays ? [] : ["Delete Link/n2/nsm0"], await ItemsAsync(world));
        Assert.Equal([stays ? NsmCheckOutcome.Warning : NsmCheckOutcome.Failed],
            (await world.TestAsync()).Where(row => row.Outcome != NsmCheckOutcome.Passed).Select(row => row.Outcome));
    }

    [Fact]
    public async Task Run_LinkThatWasMadeAfterThePlan_IsLookedAtAgain()
    {
        using var world = await CheckWorld.StartAsync();
        world.Mesh.Leftovers[("n2", "nsm0")] = true;
        var plan = await new RepairPlanner(world.Cluster).PlanAsync(new RepairOptions(), Token);

        // A new client has it: the same name, another link, and the client is there at the second look.
        world.Mesh.LinkNumber = 1000;
        var client = world.Mesh.Server.All(KnownTypes.Pods)
            .First(pod => pod.Name().StartsWith("icmp-responder-nsc", StringComparison.Ordinal)).Clone();
        client["metadata"] = new JsonObject { ["name"] = "host-client", ["namespace"] = "default" };
        client.Ensure("spec")["hostNetwork"] = true;
        client.Ensure("spec")["nodeName"] = "n2";
        client.Ensure("status")["phase"] = "Pending";
        var looks = 0;
        world.Mesh.Server.Intercept(request =>
        {
            if (request.Path.EndsWith("/exec", StringComparison.Ordinal) && !world.Mesh.Leftovers.IsEmpty
                && Interlocked.Increment(ref looks) == 1)
            {
                world.Mesh.Server.Put(client);
            }

            return null;
        });
        await Events.CollectAsync(plan.RunAsync(new RunOptions { Timeout = TimeSpan.FromMinutes(1) }, Token));

        Assert.True(looks > 0);
        Assert.Contains(("n2", "nsm0"), world.Mesh.Leftovers.Keys);
    }
}
