using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Scheduling;

namespace NsmPS.Sandbox.Workloads.Controllers;

/// <summary>Keeps one pod of each DaemonSet on every node that takes it.</summary>
internal sealed class DaemonSetReconciler(IObjectStore store)
{
    private const string Source = "daemonset-controller";

    private static readonly (string Key, string Effect)[] s_tolerated =
    [
        ("node.kubernetes.io/not-ready", "NoExecute"), ("node.kubernetes.io/unreachable", "NoExecute"),
        ("node.kubernetes.io/unreachable", "NoSchedule"),
        ("node.kubernetes.io/disk-pressure", "NoSchedule"), ("node.kubernetes.io/memory-pressure", "NoSchedule"),
        ("node.kubernetes.io/unschedulable", "NoSchedule"),
    ];

    private readonly PodSets _pods = new(store);

    public void Reconcile()
    {
        var nodes = store.List(BuiltIn.Nodes);
        ReconcileLoop.ForEach(store.List(BuiltIn.DaemonSets), set =>
        {
            var hash = PodTemplates.Hash(set.At("spec", "template"));
            var template = Template(set);
            JsonObject[] wanted = [.. nodes.Where(node => SchedulingRules.TakesDaemon(template, node))];
            if (!set.IsTerminating())
            {
                Spread(set, hash, wanted, _pods.Of(set));
            }

            var pods = _pods.Of(set);
            StatusWriter.Write(store, BuiltIn.DaemonSets, set, Status(wanted, hash, [.. pods.Where(PodSets.IsActive)]));
        });
    }

    private void Spread(JsonObject set, string hash, JsonObject[] wanted, IReadOnlyList<JsonObject> pods)
    {
        foreach (var pod in pods.Where(PodSets.HasFailed))
        {
            _pods.Replace(set, pod, "FailedDaemonPod", $"Found failed daemon pod {pod.Space()}/{pod.Name()} on node {pod.Node()}, "
                + "will try to kill it", Source);
        }

        var placed = pods.Where(pod => !PodSets.HasFailed(pod)).Select(Target).ToHashSet();
        foreach (var node in wanted)
        {
            if (!placed.Contains(node.Name()))
            {
                _pods.TryCreate(set, Create(set, node.Name(), hash), Source);
            }
        }

        var names = wanted.Select(node => node.Name()).ToHashSet();
        foreach (var pod in pods.Where(pod => PodSets.IsActive(pod) && !names.Contains(Target(pod) ?? "")))
        {
            _pods.Delete(set, pod, Source);
        }

        if (set.Text("spec", "updateStrategy", "type") != "OnDelete")
        {
            Update(set, hash, wanted.Length, pods);
        }
    }

    /// <summary>Old pods go, no more at a time than may be missing; those that are not ready go first.</summary>
    private void Update(JsonObject set, string hash, int wanted, IReadOnlyList<JsonObject> pods)
    {
        var share = Math.Max(1,
            RolloutRules.Share(set.At("spec", "updateStrategy", "rollingUpdate", "maxUnavailable") ?? 1, wanted, up: true));
        var room = share - (wanted - pods.Count(PodSets.IsReady));
        JsonObject[] old = [.. pods.Where(pod => PodSets.IsActive(pod) && pod.Label(PodTemplates.RevisionLabel) != hash)];
        JsonObject[] broken = [.. old.Where(pod => !PodSets.IsReady(pod))];
        foreach (var pod in broken.Concat(old.Except(broken).Take(Math.Max(0, room))))
        {
            _pods.Delete(set, pod, Source);
        }
    }

    private static JsonObject Create(JsonObject set, string node, string hash)
    {
        var pod = PodTemplates.Create(set, null, (PodTemplates.RevisionLabel, hash));
        var required = pod.Ensure("spec").Ensure("affinity").Ensure("nodeAffinity")
            .Ensure("requiredDuringSchedulingIgnoredDuringExecution");
        required["nodeSelectorTerms"] = new JsonArray(new JsonObject
        {
            ["matchFields"] = new JsonArray(new JsonObject
            {
                ["key"] = "metadata.name",
                ["operator"] = "In",
                ["values"] = new JsonArray(node)
            }),
        });
        Tolerate(pod.Ensure("spec"));
        return pod;
    }

    /// <summary>A pod to ask nodes with, before there is one.</summary>
    private static JsonObject Template(JsonObject set)
    {
        var template = new JsonObject { ["spec"] = set.At("spec", "template", "spec")?.DeepClone() ?? new JsonObject() };
        Tolerate(template.Ensure("spec"));
        return template;
    }

    private static void Tolerate(JsonObject spec) => spec["tolerations"] = new JsonArray(
    [
        .. spec.Items("tolerations").Select(toleration => toleration.DeepClone()),
        .. s_tolerated.Select(entry => new JsonObject { ["key"] = entry.Key, ["operator"] = "Exists", ["effect"] = entry.Effect }),
    ]);

    /// <summary>The node that a pod was made for.</summary>
    private static string? Target(JsonObject pod) => pod.Node()
        ?? pod.Items("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
            .SelectMany(term => term.Items("matchFields")).Select(field => (field["values"] as JsonArray)?[0].Text()).FirstOrDefault();

    private static JsonObject Status(JsonObject[] wanted, string hash, JsonObject[] pods)
    {
        var names = wanted.Select(node => node.Name()).ToHashSet();
        JsonObject[] placed = [.. pods.Where(pod => names.Contains(Target(pod) ?? ""))];
        var ready = placed.Count(PodSets.IsReady);
        var status = new JsonObject
        {
            ["currentNumberScheduled"] = placed.Length,
            ["desiredNumberScheduled"] = wanted.Length,
            ["numberMisscheduled"] = pods.Length - placed.Length,
            ["numberReady"] = ready,
            ["updatedNumberScheduled"] = placed.Count(pod => pod.Label(PodTemplates.RevisionLabel) == hash),
            ["numberAvailable"] = ready,
        };
        if (ready < wanted.Length)
        {
            status["numberUnavailable"] = wanted.Length - ready;
        }

        return status;
    }
}
