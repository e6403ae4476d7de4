using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>What the kubelet knows of a pod.</summary>
internal sealed class PodRecord(JsonObject pod)
{
    public const string EphemeralField = "ephemeralContainers";
    public const string EphemeralStatusField = "ephemeralContainerStatuses";

    private readonly List<ContainerSlot> _ephemeral = [.. Slots(pod)];
    private readonly string _policy = pod.Text("spec", "restartPolicy") ?? RestartPolicies.Always;
    private JsonObject? _reported = pod["status"] as JsonObject;
    private (PodStatusRules.Place Place, bool NodeIsDown, ContainerRecord[] Records)? _seen;

    public IReadOnlyList<ContainerSlot> Init { get; } = [.. pod.Items("spec", "initContainers")
        .Select(spec => new ContainerSlot(spec, "PodInitializing"))];

    public IReadOnlyList<ContainerSlot> Containers { get; } =
        [.. pod.Items("spec", "containers")
            .Select(spec => new ContainerSlot(spec, pod.Items("spec", "initContainers").Any() ? "PodInitializing" : "ContainerCreating"))];

    /// <summary>Containers that the pod got while it ran; nothing depends on them.</summary>
    public IReadOnlyList<ContainerSlot> Ephemeral => _ephemeral;

    public PodStatusRules.Place Place { get; set; } = new(null, null, "");

    /// <summary>Whether nothing is expected to happen soon.</summary>
    public bool IsCalm => Containers.All(slot => slot.Record.Ready);

    /// <summary>Takes up the containers that the pod has got since.</summary>
    public void TakeUp(JsonObject present) =>
        _ephemeral.AddRange(Slots(present).Where(slot => _ephemeral.All(known => known.Name != slot.Name)));

    /// <summary>Goes on with a pod that has started already, as its status tells; false for one that has not.</summary>
    public bool TryResume()
    {
        if (_reported is null || _reported.Text("phase") is null or "Pending")
        {
            return false;
        }

        Place = new PodStatusRules.Place(_reported.Text("podIP"), _reported.Text("hostIP"), _reported.Text("startTime") ?? "");
        Resume(Init, "initContainerStatuses");
        Resume(Containers, "containerStatuses");
        Resume(Ephemeral, EphemeralStatusField);
        return true;
    }

    /// <summary>The status to report; null when it is the one that was reported last.</summary>
    public JsonObject? Status(string now, bool nodeIsDown)
    {
        // Most of the time nothing is new, and telling that is cheaper than building the status.
        ContainerRecord[] records = [.. Init.Select(slot => slot.Record), .. Containers.Select(slot => slot.Record),
            .. Ephemeral.Select(slot => slot.Record)];
        if (_seen is { } seen && seen.Place == Place && seen.NodeIsDown == nodeIsDown && seen.Records.SequenceEqual(records))
        {
            return null;
        }

        _seen = (Place, nodeIsDown, records);
        var status = PodStatusRules.Build(_reported, Place, records[..Init.Count], records[Init.Count..^Ephemeral.Count], _policy, now);
        if (Ephemeral.Count > 0)
        {
            status[EphemeralStatusField] = new JsonArray([.. records[^Ephemeral.Count..].Select(container => container.ToStatus())]);
        }

        if (nodeIsDown)
        {
            Conditions.Set(status, Conditions.Make(_reported, PodConditions.Ready, false, now, "NodeNotReady", null));
        }

        if (JsonNode.DeepEquals(status, _reported))
        {
            return null;
        }

        _reported = status;
        return status.Clone();
    }

    private static IEnumerable<ContainerSlot> Slots(JsonObject pod) =>
        pod.Items("spec", EphemeralField).Select(spec => new ContainerSlot(spec, "ContainerCreating"));

    private void Resume(IEnumerable<ContainerSlot> slots, string field)
    {
        foreach (var (slot, status) in slots.Join(_reported.Items(field), slot => slot.Name, status => status.Text("name"),
            (slot, status) => (slot, status)))
        {
            slot.Record = ContainerRecord.Of(status);
        }
    }
}
