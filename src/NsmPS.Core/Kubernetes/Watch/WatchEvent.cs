using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Watch;

/// <summary>What a watch saw.</summary>
internal abstract record WatchEvent
{
    /// <summary>Everything that exists now: the first event, and again after each time the watch had to list again.</summary>
    internal sealed record Snapshot(IReadOnlyList<JsonObject> Items) : WatchEvent;

    /// <summary>An object is there or has changed.</summary>
    internal sealed record Upserted(JsonObject Item) : WatchEvent;

    /// <summary>An object is gone; <paramref name="Item"/> is its last state.</summary>
    internal sealed record Deleted(JsonObject Item) : WatchEvent;
}
