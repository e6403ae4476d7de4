using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Controllers;

/// <summary>A Deployment's status as a pure function of its ReplicaSets.</summary>
internal static class DeploymentStatusRules
{
    private const string Progressing = "Progressing";
    private const long DefaultDeadline = 600;

    public static JsonObject Build(JsonObject deployment, IReadOnlyList<JsonObject> sets, Func<JsonObject, bool> isNew, DateTimeOffset time)
    {
        var old = deployment["status"] as JsonObject;
        var now = time.Stamp();
        var replicas = RolloutRules.Replicas(deployment);
        var total = sets.Sum(set => set.Amount("status", "replicas"));
        var available = sets.Sum(set => set.Amount("status", "availableReplicas"));
        var updated = sets.Where(isNew).Sum(set => set.Amount("status", "replicas"));
        var status = new JsonObject { ["terminatingReplicas"] = sets.Sum(set => set.Amount("status", "terminatingReplicas")) };
        foreach (var (name, count) in ((string, long)[])
            [("replicas", total), ("updatedReplicas", updated), ("readyReplicas", sets.Sum(set => set.Amount("status", "readyReplicas"))),
                ("availableReplicas", available), ("unavailableReplicas", Math.Max(0, replicas - available))])
        {
            if (count > 0)
            {
                status[name] = count;
            }
        }

        var moved = old is null
            || ((string[])["replicas", "updatedReplicas", "readyReplicas", "availableReplicas"]).Any(name =>
                old.Amount(name) != status.Amount(name))
            || old.Amount("observedGeneration") != deployment.Amount("metadata", "generation");
        var unavailable = deployment.Text("spec", "strategy", "type") == "Recreate"
            ? 0
            : RolloutRules.Share(deployment.At("spec", "strategy", "rollingUpdate", "maxUnavailable"), replicas, up: false);
        var enough = available >= replicas - unavailable;
        var conditions = new JsonArray(
            Timed(Conditions.Make(old, "Available", enough, now, enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                $"Deployment {(enough ? "has" : "does not have")} minimum availability."), old, now),
            Progress(deployment, old, sets.FirstOrDefault(isNew)?.Name() ?? "", complete: updated == replicas && total == replicas
                && available == replicas, moved, time));
        if (sets.SelectMany(set => set.Items("status", "conditions"))
            .FirstOrDefault(condition => condition.Text("type") == ReplicaSetReconciler.ReplicaFailure) is { } failure)
        {
            conditions.Add((JsonNode)Timed(Conditions.Make(old, ReplicaSetReconciler.ReplicaFailure, true, now, failure.Text("reason"),
                failure.Text("message")), old, now));
        }

        status["conditions"] = conditions;
        return status;
    }

    private static JsonObject Progress(JsonObject deployment, JsonObject? old, string set, bool complete, bool moved, DateTimeOffset time)
    {
        var now = time.Stamp();
        var before = old.Items("conditions").FirstOrDefault(condition => condition.Text("type") == Progressing);
        var since = moved || before is null ? now : before.Text("lastUpdateTime") ?? now;
        var deadline = deployment.At("spec", "progressDeadlineSeconds") is null
            ? DefaultDeadline
            : deployment.Amount("spec", "progressDeadlineSeconds");
        var late = !complete && !moved && time - (ItemReading.Moment(since) ?? time) > TimeSpan.FromSeconds(deadline);
        var (value, reason, message) = complete ? ("True", "NewReplicaSetAvailable", $"ReplicaSet \"{set}\" has successfully progressed.")
            : late ? ("False", "ProgressDeadlineExceeded", $"ReplicaSet \"{set}\" has timed out progressing.")
            : ("True", "ReplicaSetUpdated", $"ReplicaSet \"{set}\" is progressing.");
        var made = Conditions.Make(old, Progressing, value, now, reason, message);
        made["lastUpdateTime"] = before.Text("reason") == reason ? since : now;
        return made;
    }

    private static JsonObject Timed(JsonObject condition, JsonObject? old, string now)
    {
        var before = old.Items("conditions").FirstOrDefault(item => item.Text("type") == condition.Text("type"));
        condition["lastUpdateTime"] = before.Text("reason") == condition.Text("reason") ? before.Text("lastUpdateTime") : now;
        return condition;
    }
}
