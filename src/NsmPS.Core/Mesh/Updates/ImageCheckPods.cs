using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Names;
using NsmPS.Nsm.Rendering;

namespace NsmPS.Mesh.Updates;

/// <summary>The pods that let nodes pull the images of workloads, and what they show.</summary>
internal static class ImageCheckPods
{
    /// <summary>Ends at once where the image has it; where not, the container fails to start, which proves the pull as well.</summary>
    private const string Program = "true";

    private static readonly HashSet<string> s_pulled = new(StringComparer.Ordinal)
    {
        "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "CrashLoopBackOff"
    };
    private static readonly HashSet<string> s_starting = new(StringComparer.Ordinal) { "ContainerCreating", "PodInitializing" };
    private static readonly HashSet<string> s_hopeless = new(StringComparer.Ordinal) { "InvalidImageName", "ErrImageNeverPull" };

    /// <summary>Whether a planned change gives a running workload images that it does not have yet.</summary>
    public static bool AreNeededFor(PlannedObject item) =>
        item.RestartsPods && item.Live is { } live && Images.Of(item.Manifest).Except(Images.Of(live), StringComparer.Ordinal).Any();

    /// <summary>A pod that pulls a workload's images on a node, under the workload's account and with
    /// its pull policies. It goes with the workload at the latest.</summary>
    public static JsonObject Create(JsonObject workload, JsonObject live, string node, string name, TimeSpan deadline)
    {
        var template = workload.At("spec", "template", "spec");
        var spec = new JsonObject
        {
            ["nodeName"] = node,
            ["restartPolicy"] = "Never",
            ["activeDeadlineSeconds"] = (long)Math.Ceiling(deadline.TotalSeconds),
            ["terminationGracePeriodSeconds"] = 0,
            ["automountServiceAccountToken"] = false,
            ["containers"] = new JsonArray([.. Images.Containers(workload).Select(Container)]),
        };
        foreach (var field in (string[])["serviceAccountName", "imagePullSecrets"])
        {
            if (template.At(field) is { } value)
            {
                spec[field] = value.DeepClone();
            }
        }

        return new JsonObject
        {
            ["apiVersion"] = KnownTypes.Pods.ApiVersion,
            ["kind"] = KnownTypes.Pods.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = workload.Namespace(),
                ["labels"] = new JsonObject
                {
                    [KubeNames.ManagedByLabel] = KubeNames.FieldManager,
                    [KubeNames.PartOfLabel] = OwnNames.MeshPart,
                    [OwnNames.ImageCheckLabel] = live.Name(),
                    [OwnNames.InjectionLabel] = OwnNames.Disabled,
                },
                ["ownerReferences"] = new JsonArray(new JsonObject
                {
                    ["apiVersion"] = live.Text("apiVersion"),
                    ["kind"] = live.Kind(),
                    ["name"] = live.Name(),
                    ["uid"] = live.Uid(),
                }),
            },
            ["spec"] = spec,
        };
    }

    /// <summary>Whether the node has every image of such a pod.</summary>
    public static WaitItem Evaluate(ObjectKey key, JsonObject? pod)
    {
        var target = key.ToString();
        if (pod is null)
        {
            return new WaitItem(target, NsmState.Pending, "it is not there");
        }

        JsonObject[] waiting = [.. pod.Items("status", "containerStatuses")
            .Where(container => container.At("state", "waiting") is not null && !s_pulled.Contains(Reason(container)))];
        if (waiting.FirstOrDefault(container => !s_starting.Contains(Reason(container))) is { } refused)
        {
            var text = $"{refused.Text("image")}: {Reason(refused)} {refused.Text("state", "waiting", "message")}".TrimEnd();
            return s_hopeless.Contains(Reason(refused))
                ? new WaitItem(target, NsmState.Failed, text)
                : new WaitItem(target, NsmState.Pending, text, Doubtful: true);
        }

        return waiting.Length > 0 || !pod.Items("status", "containerStatuses").Any()
            ? pod.Text("status", "phase") == "Failed"
                ? new WaitItem(target, NsmState.Failed,
                    $"the pod that should pull them failed: {pod.Text("status", "message") ?? pod.Text("status", "reason")}")
                : new WaitItem(target, NsmState.Pending, $"node {pod.NodeName()} is pulling")
            : new WaitItem(target, NsmState.Ready);
    }

    private static JsonNode Container(JsonObject container, int index) => new JsonObject
    {
        ["name"] = FormattableString.Invariant($"image-{index}"),
        ["image"] = container.Text("image"),
        ["imagePullPolicy"] = container.Text("imagePullPolicy") ?? "IfNotPresent",
        ["command"] = new JsonArray(Program),
    };

    private static string Reason(JsonObject container) => container.Text("state", "waiting", "reason") ?? "";
}
