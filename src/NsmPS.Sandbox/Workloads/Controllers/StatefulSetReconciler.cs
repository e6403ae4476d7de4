using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Controllers;

/// <summary>Keeps a StatefulSet's numbered pods, one after the other.</summary>
internal sealed class StatefulSetReconciler(IObjectStore store)
{
    private const string Source = "statefulset-controller";
    private readonly PodSets _pods = new(store);

    public void Reconcile()
    {
        ReconcileLoop.ForEach(store.List(BuiltIn.StatefulSets), set =>
        {
            var hash = $"{set.Name()}-{PodTemplates.Hash(set.At("spec", "template"))}";
            if (!set.IsTerminating())
            {
                Step(set, hash, _pods.Of(set));
            }

            var pods = _pods.Of(set);
            var ready = pods.Count(PodSets.IsReady);
            var updated = pods.Count(pod => PodSets.IsActive(pod) && pod.Label(PodTemplates.RevisionLabel) == hash);
            StatusWriter.Write(store, BuiltIn.StatefulSets, set, new JsonObject
            {
                ["replicas"] = pods.Count(PodSets.IsActive),
                ["readyReplicas"] = ready,
                ["availableReplicas"] = ready,
                ["currentReplicas"] = updated,
                ["updatedReplicas"] = updated,
                ["currentRevision"] = hash,
                ["updateRevision"] = hash,
            });
        });
    }

    private void Step(JsonObject set, string hash, IReadOnlyList<JsonObject> pods)
    {
        var names = pods.ToDictionary(pod => pod.Name());
        var wanted = RolloutRules.Replicas(set);
        var parallel = set.Text("spec", "podManagementPolicy") == "Parallel";
        for (var ordinal = 0; ordinal < wanted; ordinal++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{set.Name()}-{ordinal}");
            var pod = names.GetValueOrDefault(name);
            if (pod is not null && PodSets.HasFailed(pod))
            {
                _pods.Replace(set, pod, "RecreatingFailedPod",
                    $"StatefulSet {set.Space()}/{set.Name()} is recreating failed Pod {name}", Source);
                return;
            }

            if (pod is null)
            {
                _pods.TryCreate(set, PodTemplates.Create(set, name, (PodTemplates.RevisionLabel, hash),
                    ("statefulset.kubernetes.io/pod-name", name)), Source,
                    $"create Pod {name} in StatefulSet {set.Name()} failed error");
            }

            if (!parallel && (pod is null || !PodSets.IsReady(pod)))
            {
                return;
            }
        }

        var surplus = pods.Where(pod => PodSets.IsActive(pod) && Ordinal(pod) >= wanted).MaxBy(Ordinal);
        var old = pods.Where(pod => PodSets.IsActive(pod) && pod.Label(PodTemplates.RevisionLabel) != hash).MaxBy(Ordinal);
        if ((surplus ?? old) is { } goes && pods.All(pod => !pod.IsTerminating()))
        {
            _pods.Delete(set, goes, Source);
        }
    }

    private static int Ordinal(JsonObject pod) =>
        int.TryParse(pod.Name()[(pod.Name().LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? ordinal
            : 0;
}
