using System.Text.Json.Nodes;
using System.Threading.Channels;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Exec;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Controllers;
using NsmPS.Sandbox.Workloads.Scheduling;

namespace NsmPS.Sandbox.Tests;

/// <summary>
/// What one client costs does not depend on how many there are. Work is counted in objects that it looks at and in bytes that it allocates
/// on its thread, which do not hang on what else the machine does.
/// </summary>
public sealed class GrowthTests
{
    private const int Few = 50;
    private const int Many = 200;

    /// <summary>How much more one of many may cost: sorted trees and lists grow a little.</summary>
    private const double Tolerance = 1.3;

    private const string Space = "default";
    private const string Node = "sandbox-node-1";

    private readonly WireTable _wires = new();

    [Fact]
    public void Exec_PingOfEveryClient_CostsTheSameForEachOfMany() => AssertStraight((store, pods) =>
    {
        var exec = new SandboxExec(store, _wires, new FaultBox());
        foreach (var pod in pods)
        {
            var output = "";
            var call = new ExecCall(Space, pod.Name(), "app", ["ping", "-c", "1", "172.16.1.2"], Channel.CreateUnbounded<string>().Reader,
                text => Take(text, ref output), _ => Task.CompletedTask);

            // It ends on this thread, whose bytes are counted.
            Assert.Equal(TaskStatus.RanToCompletion, exec.RunAsync(call, TestContext.Current.CancellationToken).Status);
            Assert.Contains("1 packets received", output, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void Reconcile_ReplicaSetsThatHaveTheirPods_CostsTheSameForEachOfMany() => AssertStraight((store, _) =>
        new ReplicaSetReconciler(store).Reconcile());

    [Fact]
    public void Place_EveryPodAmongTheOthers_CostsTheSameForEachOfMany() => AssertStraight((store, pods) =>
    {
        var (nodes, loads) = (store.List(BuiltIn.Nodes), new NodeLoads(pods));
        foreach (var pod in pods)
        {
            Assert.NotNull(SchedulingRules.Place(pod, nodes, loads).Node);
        }
    });

    [Fact]
    public void List_NothingHasChanged_IsTheSameList()
    {
        var store = Fill(Few);

        Assert.Same(store.List(BuiltIn.Pods), store.List(BuiltIn.Pods));
        Assert.Same(store.List(BuiltIn.Pods, Space), store.List(BuiltIn.Pods, Space));

        store.Delete(BuiltIn.Pods, Space, store.List(BuiltIn.Pods)[0].Name(), graceSeconds: 0);
        Assert.Equal(Few - 1, store.List(BuiltIn.Pods).Count);
        Assert.Equal(Few - 1, store.List(BuiltIn.Pods, Space).Count);
    }

    private static Task Take(string text, ref string output)
    {
        output += text;
        return Task.CompletedTask;
    }

    private void AssertStraight(Action<IObjectStore, IReadOnlyList<JsonObject>> work)
    {
        // Once beforehand: what is only done at the first time does not count.
        Measure(Few, work);
        var (few, many) = (Measure(Few, work), Measure(Many, work));

        Assert.InRange((double)many.Bytes / Many, 0, (double)few.Bytes / Few * Tolerance);
        Assert.InRange((double)many.Looks / Many, 0, (double)few.Looks / Few * Tolerance);
    }

    private (long Bytes, long Looks) Measure(int count, Action<IObjectStore, IReadOnlyList<JsonObject>> work)
    {
        var store = new CountingStore(Fill(count));
        var pods = store.List(BuiltIn.Pods);
        var before = GC.GetAllocatedBytesForCurrentThread();
        work(store, pods);
        return (GC.GetAllocatedBytesForCurrentThread() - before, store.Looks);
    }

    /// <summary>Running pods, each of a ReplicaSet of its own and with a wire to one endpoint.</summary>
    private ObjectStore Fill(int count)
    {
        var store = new ObjectStore(TimeProvider.System, TimeProvider.System, new Lazy<IReadOnlyList<IAdmission>>([]));
        store.Create(BuiltIn.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = Space } });
        store.Create(BuiltIn.Nodes, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = Node },
            ["status"] = new JsonObject { ["allocatable"] = new JsonObject { ["cpu"] = "8", ["pods"] = "1000" } },
        });
        for (var number = 0; number < count; number++)
        {
            var pod = PodTemplates.Create(store.Create(BuiltIn.ReplicaSets, Owner($"client-{number}")));
            pod["spec"]!["nodeName"] = Node;
            pod["status"] = JsonNode.Parse(
                """{"phase":"Running","podIP":"10.244.1.2","containerStatuses":[{"name":"app","state":{"running":{}}}]}""");
            _wires.Add(store.Create(BuiltIn.Pods, pod).Uid()!, Node, "nsm0", "endpoint", Node,
                [new AddressPair("172.16.1.1", "172.16.1.2")]);
        }

        return store;
    }

    private static JsonObject Owner(string name) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Space },
        ["spec"] = new JsonObject
        {
            ["replicas"] = 1,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
                ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["image"] = "client:1" }) },
            },
        },
    };
}
