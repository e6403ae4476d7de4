using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Controllers;

/// <summary>Keeps as many pods as a ReplicaSet wants.</summary>
internal sealed class ReplicaSetReconciler(IObjectStore store)
{
    /// <summary>The condition that says that pods cannot be made.</summary>
    public const string ReplicaFailure = "ReplicaFailure";

    private const string Source = "replicaset-controller";
    private readonly PodSets _pods = new(store);

    public void Reconcile()
    {
        ReconcileLoop.ForEach(store.List(BuiltIn.ReplicaSets), set =>
        {
            var failure = set.IsTerminating() ? null : Scale(set, [.. _pods.Of(set).Where(PodSets.IsActive)]);
            StatusWriter.Write(store, BuiltIn.ReplicaSets, set, Status(set, _pods.Of(set), failure));
        });
    }

    private string? Scale(JsonObject set, JsonObject[] active)
    {
        var wanted = RolloutRules.Replicas(set);
        for (var missing = wanted - active.Length; missing > 0; missing--)
        {
            if (_pods.TryCreate(set, PodTemplates.Create(set), Source) is { } failure)
            {
                return failure;
            }
        }

        foreach (var pod in active.OrderBy(pod => pod.Node() is not null).ThenBy(PodSets.IsReady)
            .ThenByDescending(pod => pod.Text("metadata", "creationTimestamp"), StringComparer.Ordinal)
            .Take(Math.Max(0, active.Length - wanted)))
        {
            _pods.Delete(set, pod, Source);
        }

        return null;
    }

    private JsonObject Status(JsonObject set, IReadOnlyList<JsonObject> pods, string? failure)
    {
        var active = pods.Count(PodSets.IsActive);
        var ready = pods.Count(PodSets.IsReady);
        var status = new JsonObject { ["replicas"] = active, ["terminatingReplicas"] = pods.Count(pod => pod.IsTerminating()) };
        if (active > 0)
        {
            status["fullyLabeledReplicas"] = active;
        }

        if (ready > 0)
        {
            status["readyReplicas"] = ready;
            status["availableReplicas"] = ready;
        }

        if (failure is not null)
        {
            status["conditions"] = new JsonArray(Conditions.Make(set["status"] as JsonObject, ReplicaFailure, true,
                store.Wall.GetUtcNow().Stamp(), "FailedCreate", failure));
        }

        return status;
    }
}
