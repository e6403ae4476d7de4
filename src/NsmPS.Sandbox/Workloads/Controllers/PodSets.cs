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

    /// <summary>Whether a pod has come to a bad end and is still there.</summary>
    public static bool HasFailed(JsonObject pod) => !pod.IsTerminating() && pod.Text("status", "phase") == PodPhases.Failed;

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

    /// <summary>Deletes a pod that has failed, so that another one can take its name or its place.</summary>
    public void Replace(JsonObject owner, JsonObject pod, string reason, string message, string source)
    {
        store.RecordEvent(owner, "Warning", reason, message, source);
        Delete(owner, pod, source);
    }

    public void Delete(JsonObject owner, JsonObject pod, string source)
    {
        store.Delete(BuiltIn.Pods, pod.Space(), pod.Name());
        store.RecordEvent(owner, "Normal", "SuccessfulDelete", $"Deleted pod: {pod.Name()}", source);
    }
}
