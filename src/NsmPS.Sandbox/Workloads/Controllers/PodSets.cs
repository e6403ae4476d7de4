using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Nodes;
using NsmPS.Sandbox.Workloads.Scheduling;

namespace NsmPS.Sandbox.Workloads.Controllers;

/// <summary>What workloads do with their pods.</summary>
internal sealed class PodSets(IObjectStore store)
{
    /// <summary>The pods that a workload made, those that are ending included.</summary>
    public IReadOnlyList<JsonObject> Of(JsonObject owner) => store.Controlled(BuiltIn.Pods, owner);

    /// <summary>Whether a pod counts as one of its workload's.</summary>
    public static bool IsActive(JsonObject pod) => !pod.IsTerminating() && !SchedulingRules.HasEnded(pod);

    public static bool IsReady(JsonObject pod) => !pod.IsTerminating() && pod.HasCondition(PodConditions.Ready);

    /// <summary>Makes a pod; what refuses it becomes an event and is returned.</summary>
    public string? TryCreate(JsonObject owner, JsonObject pod, string source, string failed = "Error creating")
    {
        try
        {
            var made = store.Create(BuiltIn.Pods, pod);
            store.RecordEvent(owner, "Normal", "SuccessfulCreate", $"Created pod: {made.Name()}", source);
            return null;
        }
        catch (ApiException exception)
        {
            store.RecordEvent(owner, "Warning", "FailedCreate", $"{failed}: {exception.Message}", source);
            return exception.Message;
        }
    }

    public void Delete(JsonObject owner, JsonObject pod, string source)
    {
        store.Delete(BuiltIn.Pods, pod.Space(), pod.Name());
        store.RecordEvent(owner, "Normal", "SuccessfulDelete", $"Deleted pod: {pod.Name()}", source);
    }
}
