using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

/// <summary>Conditions in <c>status.conditions</c>.</summary>
internal static class Conditions
{
    /// <summary>Makes a condition; its time is the old one's unless its status changes.</summary>
    public static JsonObject Make(JsonObject? oldStatus, string type, bool holds, string now, string? reason, string? message) =>
        Make(oldStatus, type, holds ? "True" : "False", now, reason, message);

    public static JsonObject Make(JsonObject? oldStatus, string type, string value, string now, string? reason, string? message)
    {
        var before = oldStatus.Items("conditions").FirstOrDefault(condition => condition.Text("type") == type);
        var made = new JsonObject
        {
            ["type"] = type,
            ["status"] = value,
            ["lastTransitionTime"] = before.Text("status") == value ? before.Text("lastTransitionTime") : now,
        };
        if (reason is { Length: > 0 })
        {
            made["reason"] = reason;
        }

        if (message is { Length: > 0 })
        {
            made["message"] = message;
        }

        return made;
    }

    /// <summary>Replaces or adds one condition in a status.</summary>
    public static void Set(JsonObject status, JsonObject condition)
    {
        var kept = status.Items("conditions").Where(item => item.Text("type") != condition.Text("type")).Select(item => item.DeepClone());
        status["conditions"] = new JsonArray([.. kept, condition]);
    }
}
