using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Scheduling;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>What a restart of a kubelet does to its node. It takes stock of the pods before the plugins of its devices have come back, so
/// it rejects those that hold a device, although they run. NSM's plugin of v0.2 does not come back by itself.</summary>
internal sealed class KubeletRestart(IObjectStore store)
{
    private const string Reason = "UnexpectedAdmissionError";
    private const char Domain = '/';

    /// <summary>Whether a kubelet has rejected a pod: nothing of it runs, and its status is the last one.</summary>
    public static bool HasRejected(JsonObject pod) =>
        pod.Text("status", "phase") == PodPhases.Failed && pod.Text("status", "reason") == Reason;

    /// <summary>Restarts the kubelet of a node.</summary>
    /// <returns>False when there is no such node.</returns>
    public bool TryHappen(string name)
    {
        if (store.Get(BuiltIn.Nodes, null, name) is not { } node)
        {
            return false;
        }

        store.RecordEvent(node, "Normal", "Starting", "Starting kubelet.", "kubelet");
        store.Update(BuiltIn.Nodes, null, name, TakeDevices, status: true);
        foreach (var pod in store.List(BuiltIn.Pods).Where(pod => pod.Node() == name && !SchedulingRules.HasEnded(pod)))
        {
            if (PodResources.Requests(pod).Keys.FirstOrDefault(IsDevice) is { } device)
            {
                ApiException.Overlook(() => Reject(pod, device));
            }
        }

        return true;
    }

    private static bool IsDevice(string resource) => resource.Contains(Domain, StringComparison.Ordinal);

    private static JsonObject TakeDevices(JsonObject node)
    {
        foreach (var amounts in (string[])["capacity", "allocatable"])
        {
            if (node.At("status", amounts) is JsonObject resources)
            {
                foreach (var device in resources.Select(pair => pair.Key).Where(IsDevice).ToArray())
                {
                    resources[device] = "0";
                }
            }
        }

        return node;
    }

    private void Reject(JsonObject pod, string device)
    {
        var message = $"Allocate failed due to no healthy devices present; cannot allocate unhealthy devices {device}, which is unexpected";
        store.RecordEvent(pod, "Warning", Reason, message, "kubelet");
        store.Update(BuiltIn.Pods, pod.Space(), pod.Name(), item =>
        {
            item["status"] = new JsonObject
            {
                ["phase"] = PodPhases.Failed,
                ["reason"] = Reason,
                ["message"] = $"Pod was rejected: {message}",
                ["startTime"] = item.Text("status", "startTime"),
                ["qosClass"] = item.Text("status", "qosClass"),
            };
            return item;
        }, status: true);
    }
}
