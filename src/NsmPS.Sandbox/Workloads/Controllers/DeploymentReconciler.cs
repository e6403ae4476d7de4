using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Fields;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Controllers;

/// <summary>Rolls Deployments out over their ReplicaSets.</summary>
internal sealed class DeploymentReconciler(IObjectStore store)
{
    private const string Source = "deployment-controller";
    private const string RevisionAnnotation = "deployment.kubernetes.io/revision";
    private const int DefaultHistory = 10;

    private readonly PodSets _pods = new(store);

    public void Reconcile() =>
        ReconcileLoop.ForEach(store.List(BuiltIn.Deployments).Where(deployment => !deployment.IsTerminating()), Roll);

    private void Roll(JsonObject deployment)
    {
        var hash = PodTemplates.Hash(deployment.At("spec", "template"));
        List<JsonObject> sets = [.. store.Controlled(BuiltIn.ReplicaSets, deployment).Where(set => !set.IsTerminating())];
        if (!sets.Any(set => IsNew(set, hash)))
        {
            sets.Add(store.Create(BuiltIn.ReplicaSets, NewSet(deployment, hash)));
        }

        Number(deployment, sets, hash);
        if (deployment.Text("spec", "paused") != "true")
        {
            var plan = RolloutRules.Plan(deployment, [.. sets.Select(set => Describe(set, hash))]);
            foreach (var set in sets.Where(set => RolloutRules.Replicas(set) != plan[set.Name()]))
            {
                Scale(deployment, set, plan[set.Name()]);
            }
        }

        Forget(deployment, sets, hash);
        var now = store.Controlled(BuiltIn.ReplicaSets, deployment);
        StatusWriter.Write(store, BuiltIn.Deployments, deployment,
            DeploymentStatusRules.Build(deployment, now, set => IsNew(set, hash), store.Wall.GetUtcNow()));
    }

    private static bool IsNew(JsonObject set, string hash) => set.Label(PodTemplates.HashLabel) == hash;

    private RolloutRules.Set Describe(JsonObject set, string hash)
    {
        var own = _pods.Of(set);
        return new RolloutRules.Set(set.Name(), IsNew(set, hash), RolloutRules.Replicas(set), own.Count, own.Count(PodSets.IsReady));
    }

    private static int Revision(JsonObject item) => item.Amount("metadata", "annotations", RevisionAnnotation);

    /// <summary>The present template has the newest revision, also one that comes again; the Deployment carries it as well.</summary>
    private void Number(JsonObject deployment, List<JsonObject> sets, string hash)
    {
        var current = sets.Single(set => IsNew(set, hash));
        var newest = Math.Max(Revision(current), sets.Where(set => set != current).Select(Revision).DefaultIfEmpty().Max() + 1);
        var revision = newest.ToString(CultureInfo.InvariantCulture);
        if (Revision(deployment) != newest)
        {
            store.Update(BuiltIn.Deployments, deployment.Space(), deployment.Name(), live =>
            {
                live.Metadata().Ensure("annotations")[RevisionAnnotation] = revision;
                return live;
            });
        }

        // An undone rollout gives the Deployment its set's annotations.
        var annotations = (deployment.At("metadata", "annotations") as JsonObject ?? []).Clone();
        annotations.Remove(ServerSideApply.LastApplied);
        annotations[RevisionAnnotation] = revision;
        if (!JsonNode.DeepEquals(current.At("metadata", "annotations"), annotations))
        {
            store.Update(BuiltIn.ReplicaSets, current.Space(), current.Name(), live =>
            {
                live.Metadata()["annotations"] = annotations;
                return live;
            });
        }
    }

    private static JsonObject NewSet(JsonObject deployment, string hash)
    {
        var template = deployment.At("spec", "template")?.DeepClone().AsObject() ?? [];
        var selector = deployment.At("spec", "selector")?.DeepClone().AsObject() ?? [];
        var metadata = template["metadata"] as JsonObject ?? [];
        template["metadata"] = metadata;
        var labels = metadata["labels"] as JsonObject ?? [];
        metadata["labels"] = labels;
        labels[PodTemplates.HashLabel] = hash;
        var pairs = selector["matchLabels"] as JsonObject ?? [];
        selector["matchLabels"] = pairs;
        pairs[PodTemplates.HashLabel] = hash;
        return new JsonObject
        {
            ["apiVersion"] = BuiltIn.ReplicaSets.ApiVersion,
            ["kind"] = BuiltIn.ReplicaSets.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Name()}-{hash}",
                ["namespace"] = deployment.Space(),
                ["labels"] = labels.DeepClone(),
                ["ownerReferences"] = new JsonArray(PodTemplates.Reference(deployment)),
            },
            ["spec"] = new JsonObject { ["replicas"] = 0, ["selector"] = selector, ["template"] = template },
        };
    }

    private void Scale(JsonObject deployment, JsonObject set, int replicas)
    {
        var up = replicas > RolloutRules.Replicas(set);
        store.Update(BuiltIn.ReplicaSets, set.Space(), set.Name(), item =>
        {
            item["spec"]!["replicas"] = replicas;
            return item;
        });
        store.RecordEvent(deployment, "Normal", "ScalingReplicaSet",
            $"Scaled {(up ? "up" : "down")} replica set {set.Name()} to {replicas}", Source);
    }

    /// <summary>Old ReplicaSets beyond the history's limit go.</summary>
    private void Forget(JsonObject deployment, List<JsonObject> sets, string hash)
    {
        var limit = deployment.At("spec", "revisionHistoryLimit") is null
            ? DefaultHistory
            : (int)deployment.Amount("spec", "revisionHistoryLimit");
        JsonObject[] old = [.. sets.Where(set => !IsNew(set, hash) && RolloutRules.Replicas(set) == 0 && _pods.Of(set).Count == 0)
            .OrderByDescending(Revision)];
        foreach (var set in old.Skip(limit))
        {
            store.Delete(BuiltIn.ReplicaSets, set.Space(), set.Name());
        }
    }
}
