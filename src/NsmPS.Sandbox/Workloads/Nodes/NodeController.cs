using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Controllers;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>Reports whether the kubelets of the nodes respond.</summary>
internal sealed class NodeController(IObjectStore store, FaultBox faults, NodeLeases leases)
{
    private const string Unreachable = "node.kubernetes.io/unreachable";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    public async Task RunAsync(CancellationToken token)
    {
        // A fault begins without a change of any object.
        var loop = new ReconcileLoop(store, s_pause, ReconcileLoop.Longest, Reconcile, BuiltIn.Nodes);
        faults.Changed += loop.Wake;
        try
        {
            await loop.RunAsync(token);
        }
        finally
        {
            faults.Changed -= loop.Wake;
        }
    }

    private void Reconcile()
    {
        var now = store.Wall.GetUtcNow().Stamp();
        ReconcileLoop.ForEach(store.List(BuiltIn.Nodes), node =>
        {
            var down = FaultRules.IsDown(faults, node.Name());
            leases.Keep(node);
            if (node.Items("status", "conditions").FirstOrDefault(item => item.Text("type") == PodConditions.Ready) is { } ready
                && ready.Text("status") == (down ? "Unknown" : "True"))
            {
                return;
            }

            if (down)
            {
                leases.Stop(node.Name());
            }

            store.Update(BuiltIn.Nodes, null, node.Name(), item => Report(item, down, now), status: true);
            store.Update(BuiltIn.Nodes, null, node.Name(), item => Taint(item, down));
            store.RecordEvent(node, "Normal", down ? "NodeNotReady" : "NodeReady",
                $"Node {node.Name()} status is now: {(down ? "NodeNotReady" : "NodeReady")}", "node-controller");
        });
    }

    private static JsonObject Report(JsonObject node, bool down, string now)
    {
        var status = node["status"] as JsonObject ?? [];
        node["status"] = status;
        foreach (var (type, reason, message) in ((string, string, string)[])
            [("MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
                ("DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                ("PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available")])
        {
            Conditions.Set(status, Conditions.Make(status, type, down ? "Unknown" : "False", now, down ? "NodeStatusUnknown" : reason,
                down ? "Kubelet stopped posting node status." : message));
        }

        Conditions.Set(status, down
            ? Conditions.Make(status, PodConditions.Ready, "Unknown", now, "NodeStatusUnknown", "Kubelet stopped posting node status.")
            : Conditions.Make(status, PodConditions.Ready, "True", now, "KubeletReady", "kubelet is posting ready status"));
        return node;
    }

    private static JsonObject Taint(JsonObject node, bool down)
    {
        var spec = node["spec"] as JsonObject ?? [];
        node["spec"] = spec;
        var kept = spec.Items("taints").Where(taint => taint.Text("key") != Unreachable)
            .Select(taint => (JsonNode)taint.DeepClone()).ToList();
        if (down)
        {
            kept.Add(new JsonObject { ["key"] = Unreachable, ["effect"] = "NoSchedule" });
        }

        spec.Remove("taints");
        if (kept.Count > 0)
        {
            spec["taints"] = new JsonArray([.. kept]);
        }

        return node;
    }
}
