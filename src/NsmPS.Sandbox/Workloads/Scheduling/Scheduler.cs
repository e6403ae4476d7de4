using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Controllers;
using NsmPS.Sandbox.Workloads.Nodes;

namespace NsmPS.Sandbox.Workloads.Scheduling;

/// <summary>Gives every pod a node, or says why it gets none.</summary>
internal sealed class Scheduler(IObjectStore store, Timings timings)
{
    private const string Source = "default-scheduler";

    public Task RunAsync(CancellationToken token) =>
        new ReconcileLoop(store, timings.Scheduling, ReconcileLoop.Longest, Reconcile, BuiltIn.Pods, BuiltIn.Nodes).RunAsync(token);

    private void Reconcile()
    {
        var pods = store.List(BuiltIn.Pods);
        var waiting = pods.Where(pod => pod.Node() is null && !pod.IsTerminating())
            .OrderBy(pod => pod.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).ToArray();
        if (waiting.Length > 0)
        {
            var (nodes, loads) = (store.List(BuiltIn.Nodes), new NodeLoads(pods));
            ReconcileLoop.ForEach(waiting, pod => Place(pod, nodes, loads));
        }
    }

    private void Place(JsonObject pod, IReadOnlyList<JsonObject> nodes, NodeLoads loads)
    {
        var (node, message) = SchedulingRules.Place(pod, nodes, loads);
        if (node is null)
        {
            Refuse(pod, message);
            return;
        }

        loads.Add(store.Update(BuiltIn.Pods, pod.Space(), pod.Name(), item =>
        {
            item["spec"]!["nodeName"] = node;
            return item;
        }));
        Report(pod, true, null, null);
        store.RecordEvent(pod, "Normal", "Scheduled", $"Successfully assigned {pod.Space()}/{pod.Name()} to {node}", Source);
    }

    private void Refuse(JsonObject pod, string message)
    {
        var before = pod.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == PodConditions.Scheduled);
        if (before.Text("message") != message)
        {
            Report(pod, false, "Unschedulable", message);
            store.RecordEvent(pod, "Warning", "FailedScheduling", message, Source);
        }
    }

    private void Report(JsonObject pod, bool scheduled, string? reason, string? message) =>
        store.Update(BuiltIn.Pods, pod.Space(), pod.Name(), item =>
    {
        var status = item["status"] as JsonObject ?? [];
        item["status"] = status;
        status["phase"] = PodPhases.Pending;
        Conditions.Set(status,
            Conditions.Make(status, PodConditions.Scheduled, scheduled, store.Wall.GetUtcNow().Stamp(), reason, message));
        return item;
    }, status: true);
}
