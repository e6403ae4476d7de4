using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Health;

/// <summary>The status of kinds that tell it by a phase or by conditions, custom resources included.</summary>
internal static class ConditionRules
{
    private const string True = "True";

    /// <summary>By the conditions that controllers agree on; without any of them there is nothing to wait for.</summary>
    public static WaitItem Evaluate(JsonObject item, string target)
    {
        if (item.HasCondition("Stalled"))
        {
            return new WaitItem(target, NsmState.Failed, Message(item.Condition("Stalled"), "its controller cannot go on"));
        }

        if (item.HasCondition("Reconciling"))
        {
            return new WaitItem(target, NsmState.Pending, Message(item.Condition("Reconciling"), "its controller is at work"));
        }

        var readiness = item.Condition("Ready") ?? (item.Kind() == "APIService" ? item.Condition("Available") : null);
        return readiness is null || readiness.Text("status") == True
            ? new WaitItem(target, NsmState.Ready)
            : new WaitItem(target, NsmState.Pending, Message(readiness, "it is not ready"));
    }

    /// <summary>A job that runs is fine: how long its work takes is its own matter.</summary>
    public static WaitItem Job(JsonObject item, string target) =>
        item.HasCondition("Failed") ? new WaitItem(target, NsmState.Failed, Message(item.Condition("Failed"), "it has failed"))
        : item.HasCondition("Complete") || item.HasCondition("Suspended") || item.Text("status", "startTime") is not null ? new WaitItem(target, NsmState.Ready)
        : new WaitItem(target, NsmState.Pending, "it has not started yet");

    public static WaitItem Claim(JsonObject item, string target) => item.Text("status", "phase") switch
    {
        "Bound" => new WaitItem(target, NsmState.Ready),
        "Lost" => new WaitItem(target, NsmState.Failed, "its volume is lost"),
        _ => new WaitItem(target, NsmState.Pending, "it is not bound to a volume yet"),
    };

    private static string Message(JsonObject? condition, string otherwise) => condition.Text("message") is { Length: > 0 } message ? message : condition.Text("reason") ?? otherwise;
}
