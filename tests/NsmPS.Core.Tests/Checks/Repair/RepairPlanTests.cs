using System.Text.Json.Nodes;
using NsmPS.Checks.Repair;
using NsmPS.Core.Tests.Operations;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Names;
using NsmPS.Operations;
using static NsmPS.Core.Tests.Checks.Repair.RepairPlans;

namespace NsmPS.Core.Tests.Checks.Repair;

public sealed class RepairPlanTests
{
    private const string Client = "Replace Deployment/nsm-system/icmp-responder-nsc";
    private const string Endpoint = "Replace Deployment/nsm-system/icmp-responder-nse";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plan_SoundMesh_HasNothingToDoAndWritesNothing()
    {
        using var world = await CheckWorld.StartAsync();
        var before = world.Mesh.Server.Requests.Count;

        Assert.Empty(await ItemsAsync(world));

        Assert.All(world.Mesh.Server.Requests.Skip(before), request => Assert.True(request.IsReadOnly, $"{request.Method} {request.Path}"));
    }

    [Fact]
    public async Task Plan_DeadWires_RenewsTheClients()
    {
        using var world = await CheckWorld.StartAsync();
        world.Mesh.Wires = false;

        Assert.Equal([Client], await ItemsAsync(world));
    }

    [Fact]
    public async Task Plan_LinksLeft_RemovesThemAndNoWireThatLives()
    {
        using var world = await CheckWorld.StartAsync();
        world.Mesh.Leftovers[("n2", "nsm0")] = true;

        Assert.Equal(["Delete Link/n2/nsm0"], await ItemsAsync(world));
    }

    [Fact]
    public async Task Plan_LinksLeftDeadWireAndAnEndpointThatNobodyReaches_RenewsTheSample()
    {
        using var world = await CheckWorld.StartAsync();
        world.Mesh.Leftovers[("n2", "nsm0")] = true;
        world.Mesh.Cut[ClientPods(world)[1].Name()] = true;

        Assert.Equal([Endpoint, Client, "Delete Link/n2/nsm0"], await ItemsAsync(world));
    }

    [Fact]
    public async Task Plan_OneDeadWire_RecreatesThatClientOnly()
    {
        using var world = await CheckWorld.StartAsync();
        var dead = ClientPods(world)[1].Name();
        world.Mesh.Cut[dead] = true;

        Assert.Equal([$"Delete Pod/nsm-system/{dead}"], await ItemsAsync(world));
    }

    [Fact]
    public async Task Plan_PodThatChangesAllTheTime_IsStillTheSame()
    {
        using var world = await CheckWorld.StartAsync();
        var dead = ClientPods(world)[1];
        world.Mesh.Cut[dead.Name()] = true;
        var agreed = await PlanAsync(world);

        world.Mesh.Server.Update(dead.Key(), pod => pod.Ensure("status")["message"] = "tried again");

        (await new RepairPlanner(world.Cluster).PlanAsync(new RepairOptions(), Token)).EnsureSameAs(agreed);
    }

    [Theory]
    [InlineData("file exists", false, true)]
    [InlineData("file exists", true, true)]
    [InlineData("no NetworkService with name: icmp-responder", false, false)]
    public async Task Plan_ClientThatNeverGetsItsWire_IsRecreatedWhereALinkIsInItsWay(string cause, bool restarted, bool recreated)
    {
        using var world = await CheckWorld.StartAsync();
        var stuck = ClientPods(world)[1].Name();
        Wait(world, stuck, restarted);
        world.Mesh.Server.Logs[$"nsm-system/{stuck}/{NsmNames.InitContainer}{(restarted ? "/previous" : "")}"] =
            $"Last NSE Error: rpc error: code = Unknown desc = {cause}. Retry attempts: 3 Delaying: 5s\n";

        Assert.Equal(recreated ? [$"Delete Pod/nsm-system/{stuck}"] : [], await ItemsAsync(world));
    }

    [Fact]
    public async Task Run_EndpointThatIsNotRegistered_RecreatesItsSampleAndLooksForStaleOnesAgain()
    {
        using var world = await CheckWorld.StartAsync();
        world.Mesh.Server.Remove(world.Mesh.Server.All(NsmTypes.Endpoints)[0].Key());
        var plan = await new RepairPlanner(world.Cluster).PlanAsync(new RepairOptions(), Token);
        Assert.Equal([Endpoint, Client], await ItemsAsync(world));

        // Registered by a manager that is about to end, and kept.
        world.Mesh.Server.Put(JsonNode.Parse(
            """
            { "apiVersion": "networkservicemesh.io/v1alpha1", "kind": "NetworkServiceEndpoint",
              "metadata": { "name": "stale", "namespace": "default" },
              "spec": { "networkservicename": "gone", "nsmname": "n1" }, "status": { "state": "RUNNING" } }
            """)!.AsObject());
        (await Events.CollectAsync(plan.RunAsync(new RunOptions { Timeout = TimeSpan.FromMinutes(1) }, Token))).Result<NsmMesh>();

        Assert.DoesNotContain(world.Mesh.Server.All(NsmTypes.Endpoints), item => item.Name() == "stale");
        Assert.DoesNotContain(await world.TestAsync(), row => row.Outcome != NsmCheckOutcome.Passed);
    }

    [Fact]
    public async Task Run_RecreatedSample_TellsEachRemovalOnce()
    {
        using var world = await CheckWorld.StartAsync();
        world.Mesh.Server.Remove(world.Mesh.Server.All(NsmTypes.Endpoints)[0].Key());
        var plan = await new RepairPlanner(world.Cluster).PlanAsync(new RepairOptions(), Token);

        var events = await Events.CollectAsync(plan.RunAsync(new RunOptions { Timeout = TimeSpan.FromMinutes(1) }, Token));

        string[] done = [.. events.OfType<LifecycleEvent.ObjectDone>().Select(item => $"{item.Action} {item.Target}")];
        string[] gone =
            [.. events.OfType<LifecycleEvent.Status>().Where(item => item.State == NsmState.Absent).Select(item => item.Target)];
        Assert.Equal(["Delete Deployment/nsm-system/icmp-responder-nsc", "Delete Deployment/nsm-system/icmp-responder-nse"],
            done.Where(text => text.StartsWith("Delete Deployment", StringComparison.Ordinal)));
        Assert.Contains("Create Deployment/nsm-system/icmp-responder-nse", done);
        Assert.Contains("Deployment/nsm-system/icmp-responder-nsc", gone);
        Assert.Equal(gone.Distinct(), gone);
        Assert.Equal(done.Distinct(), done);
    }

    [Fact]
    public async Task Run_PodsWhoseContainersHaveEndedLinger_AreNotWaitedFor()
    {
        using var world = await CheckWorld.StartAsync();
        world.Mesh.Server.Remove(world.Mesh.Server.All(NsmTypes.Endpoints)[0].Key());
        foreach (var pod in world.Mesh.Server.All(KnownTypes.Pods).Where(pod => pod.Name().Contains("-nsc-", StringComparison.Ordinal)))
        {
            world.Mesh.Server.Update(pod.Key(), item =>
            {
                item.Ensure("metadata")["finalizers"] = new JsonArray("example.com/kubelet");
                item.Ensure("status")["containerStatuses"] = new JsonArray(new JsonObject
                {
                    ["name"] = "c",
                    ["state"] = new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 0 } },
                });
            });
        }

        var plan = await new RepairPlanner(world.Cluster).PlanAsync(new RepairOptions(), Token);
        var events = await Events.CollectAsync(plan.RunAsync(new RunOptions { Timeout = TimeSpan.FromSeconds(20) }, Token));

        Assert.Equal(NsmState.Ready, events.Result<NsmMesh>().State);
    }

    [Fact]
    public async Task Plan_DriftReplacesTheManagers_RestartsNoneBefore()
    {
        using var world = await CheckWorld.StartAsync();
        world.Change(KnownTypes.DaemonSets, NsmNames.ManagerDaemonSet,
            item => item.Items("spec", "template", "spec", "containers").First()["image"] = "docker.io/else/nsmd:v1");
        world.Change(KnownTypes.Nodes, "n1", item => item.Ensure("status", "allocatable")[NsmNames.SocketResource] = "0");
        world.Clock.Shift = TimeSpan.FromMinutes(1);

        var items = await ItemsAsync(world);

        Assert.Contains("Update DaemonSet/nsm-system/nsmgr", items);
        Assert.DoesNotContain(items, item => item.StartsWith("Delete Pod/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_NodeWithoutSockets_RestartsItsManager()
    {
        using var world = await CheckWorld.StartAsync();
        world.Change(KnownTypes.Nodes, "n1", item => item.Ensure("status", "allocatable")[NsmNames.SocketResource] = "0");
        world.Clock.Shift = TimeSpan.FromMinutes(1);

        var items = await ItemsAsync(world);

        var pod = world.Mesh.Server.All(KnownTypes.Pods)
            .First(pod => pod.Name().StartsWith("nsmgr", StringComparison.Ordinal) && pod.Text("spec", "nodeName") == "n1");
        Assert.Equal([$"Delete Pod/nsm-system/{pod.Name()}", Endpoint, Client], items);
    }

    [Fact]
    public async Task Plan_ManagerThatStartsOnlyNow_IsLeftAlone()
    {
        using var world = await CheckWorld.StartAsync();
        world.Change(KnownTypes.Nodes, "n1", item => item.Ensure("status", "allocatable")[NsmNames.SocketResource] = "0");

        var plan = await PlanAsync(world);

        Assert.Empty(plan.Items);
        Assert.Contains(plan.Remarks, remark => remark.Contains("left alone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_StaleRegistrations_RemovesThoseOfLostNodesOnly()
    {
        using var world = await CheckWorld.StartAsync();
        CheckFaults.All["endpoint of a lost node"].Break(world);
        CheckFaults.All["manager of a lost node"].Break(world);
        world.Change(KnownTypes.Nodes, "n2", item => item.Ensure("status")["conditions"] = new JsonArray());

        Assert.Equal(["Delete NetworkServiceEndpoint/default/icmp-responderx", "Delete NetworkServiceManager/default/gone"],
            await ItemsAsync(world));
    }

    [Theory]
    [InlineData("other authority", "MutatingWebhookConfiguration/nsm-admission-webhook-cfg")]
    [InlineData("no webhook service", "Service/nsm-system/nsm-admission-webhook-svc")]
    [InlineData("role damaged", "ClusterRole/nsm-role")]
    [InlineData("policy blocks others", "MutatingWebhookConfiguration/nsm-admission-webhook-cfg")]
    [InlineData("review version", "MutatingWebhookConfiguration/nsm-admission-webhook-cfg")]
    public async Task Plan_Drift_GivesBackOnlyWhatDiffers(string fault, string changed)
    {
        using var world = await CheckWorld.StartAsync();
        CheckFaults.All[fault].Break(world);

        Assert.EndsWith(changed, Assert.Single(await ItemsAsync(world)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WebhookWithAnEarlierCertificate_IsRestarted()
    {
        using var world = await CheckWorld.StartAsync();
        CheckFaults.All["webhook serves the earlier certificate"].Break(world);

        Assert.StartsWith("Delete Pod/nsm-system/nsm-admission-webhook-", Assert.Single(await ItemsAsync(world)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "ReplicaSet", false)]
    [InlineData(true, "ReplicaSet", true)]
    [InlineData(true, "StatefulSet", true)]
    [InlineData(true, "DaemonSet", true)]
    [InlineData(true, "Job", false)]
    [InlineData(true, "VirtualMachineInstance", false)]
    [InlineData(true, "Node", false)]
    public async Task Plan_DeadWireOfOthers_IsNamedAndTouchedOnlyByForceWhereTheSamePodComesAgain(bool force, string owner, bool touched)
    {
        using var world = await CheckWorld.StartAsync();
        var model = world.Mesh.Server.All(KnownTypes.Pods)
            .First(pod => pod.Name().StartsWith("icmp-responder-nsc", StringComparison.Ordinal)).Clone();
        model["metadata"] = new JsonObject
        {
            ["name"] = "theirs",
            ["namespace"] = "default",
            ["ownerReferences"] = new JsonArray(new JsonObject { ["kind"] = owner, ["name"] = "theirs" })
        };
        model.Items("spec", "initContainers").First().Items("env").First()["value"] = "icmp-responder/nsm0,icmp-responder/nsm7";
        world.Mesh.Server.Put(model);
        world.Mesh.Wires = false;

        var plan = await PlanAsync(world, new RepairOptions { Force = force });

        Assert.Equal(touched ? 1 : 0, plan.Items.Count(item => item is { Kind: "Pod", Name: "theirs", Action: NsmPlanAction.Delete }));
        Assert.Equal(touched ? 0 : 1, plan.Remarks.Sum(remark => remark.Split("Pod/default/theirs").Length - 1));
    }

    /// <summary>A copy of the sample's client under another name keeps its labels.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("""{ "kind": "ReplicaSet", "name": "theirs-5f1c", "controller": true }""")]
    [InlineData("""{ "kind": "StatefulSet", "name": "theirs", "controller": true }""")]
    [InlineData("""{ "kind": "Job", "name": "icmp-responder-nsc", "controller": true }""")]
    public async Task Plan_DeadWireOfAPodWithTheSamplesLabels_IsNotTheSamples(string owner)
    {
        using var world = await CheckWorld.StartAsync();
        var pod = ClientPods(world)[0].Clone();
        pod.Ensure("metadata")["name"] = "theirs";
        pod.Ensure("metadata")["ownerReferences"] = owner.Length == 0 ? null : new JsonArray(JsonNode.Parse(owner));
        pod.Ensure("metadata", "labels")["pod-template-hash"] = "5f1c";
        world.Mesh.Server.Put(pod);
        world.Mesh.Cut["theirs"] = true;

        var plan = await PlanAsync(world);

        Assert.Empty(plan.Items);
        Assert.Contains(plan.Remarks, remark => remark.Contains("Pod/nsm-system/theirs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plan_NoMesh_IsAnError()
    {
        using var client = new ApiServer().CreateClient();

        var error = await Assert.ThrowsAsync<NsmException>(() =>
            new RepairPlanner(new(client, Repository.Catalog)).PlanAsync(new RepairOptions(), Token));

        Assert.Equal(NsmErrors.MeshNotInstalled, error.Error);
    }

    [Fact]
    public async Task Plan_ClientThatWaitsBesideAStuckOneAndWhoseLogIsNotKnown_IsRecreatedToo()
    {
        using var world = await CheckWorld.StartAsync();
        var (stuck, other) = (ClientPods(world)[1].Name(), ClientPods(world)[2].Name());
        Wait(world, stuck);
        Wait(world, other);
        Assert.Empty(await ItemsAsync(world));

        world.Mesh.Server.Logs[$"nsm-system/{stuck}/{NsmNames.InitContainer}"] = "Error: rpc error: code = Unknown desc = file exists.\n";

        Assert.Equal([$"Delete Pod/nsm-system/{stuck}", $"Delete Pod/nsm-system/{other}"], await ItemsAsync(world));
    }

    /// <summary>Lets a client wait for its wire.</summary>
    private static void Wait(CheckWorld world, string client, bool restarted = false) => world.Change(KnownTypes.Pods, client, pod =>
    {
        pod.Ensure("status")["phase"] = "Pending";
        pod.Ensure("status")["initContainerStatuses"] = new JsonArray(new JsonObject
        {
            ["name"] = NsmNames.InitContainer,
            ["ready"] = false,
            ["restartCount"] = restarted ? 1 : 0,
            ["state"] = new JsonObject { ["running"] = new JsonObject() },
        });
    });

    private static JsonObject[] ClientPods(CheckWorld world) =>
        [.. world.Mesh.Server.All(KnownTypes.Pods).Where(pod => pod.Name().Contains("-nsc-", StringComparison.Ordinal))];
}
