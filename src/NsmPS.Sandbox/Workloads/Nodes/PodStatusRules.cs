using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>A pod's status as a pure function of its containers.</summary>
internal static class PodStatusRules
{
    /// <summary>Where a pod is and since when.</summary>
    internal sealed record Place(string? PodIp, string? HostIp, string StartedAt);

    public static JsonObject Build(JsonObject? old, Place place, IReadOnlyList<ContainerRecord> init,
        IReadOnlyList<ContainerRecord> containers, string restartPolicy, string now)
    {
        var initialized = init.All(container => container.Ready);
        var phase = Phase(initialized, init, containers, restartPolicy);
        var ready = phase == PodPhases.Running && containers.All(container => container.Ready);
        var notReady = string.Join(" ", containers.Where(container => !container.Ready).Select(container => container.Name));
        string[] notReadyReason = phase == PodPhases.Succeeded
            ? ["PodCompleted", ""]
            : ["ContainersNotReady", $"containers with unready status: [{notReady}]"];
        var status = new JsonObject
        {
            ["phase"] = phase,
            ["conditions"] = new JsonArray(
                Conditions.Make(old, "Initialized", initialized
                    || phase == PodPhases.Succeeded, now, initialized ? null : "ContainersNotInitialized",
                    initialized
                        ? null
                        : "containers with incomplete status: "
                            + $"[{string.Join(" ", init.Where(item => !item.Ready).Select(item => item.Name))}]"),
                Conditions.Make(old, PodConditions.Ready, ready, now, ready ? null : notReadyReason[0], ready ? null : notReadyReason[1]),
                Conditions.Make(old, PodConditions.ContainersReady, ready, now, ready ? null : notReadyReason[0],
                    ready ? null : notReadyReason[1]),
                Conditions.Make(old, PodConditions.Scheduled, true, now, null, null)),
            ["hostIP"] = place.HostIp,
            ["startTime"] = place.StartedAt,
            ["qosClass"] = old.Text("qosClass") ?? "BestEffort",
        };
        if (place.PodIp is not null)
        {
            status["podIP"] = place.PodIp;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = place.PodIp });
        }

        if (init.Count > 0)
        {
            status["initContainerStatuses"] = new JsonArray([.. init.Select(container => container.ToStatus())]);
        }

        status["containerStatuses"] = new JsonArray([.. containers.Select(container => container.ToStatus())]);
        return status;
    }

    private static string Phase(bool initialized, IReadOnlyList<ContainerRecord> init, IReadOnlyList<ContainerRecord> containers,
        string restartPolicy)
    {
        if (restartPolicy == RestartPolicies.Never && init.Any(container => container.Failed))
        {
            return PodPhases.Failed;
        }

        if (!initialized || containers.All(container => !container.IsRunning && !container.HasEnded && container.LastState is null))
        {
            return PodPhases.Pending;
        }

        return restartPolicy == RestartPolicies.Always || containers.Any(container => !container.HasEnded) ? PodPhases.Running
            : containers.Any(container => container.Failed) ? restartPolicy == RestartPolicies.Never ? PodPhases.Failed : PodPhases.Running
            : PodPhases.Succeeded;
    }
}
