using System.Globalization;
using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Health;

/// <summary>Why the pods of a workload are not even created. The status of most kinds does not say it; only the events of their controller
/// do.</summary>
internal static class CreationFailures
{
    private const string Reason = "FailedCreate";
    private const int LongestText = 600;

    /// <summary>The events of a namespace that tell it. Who may not see them is told less, and waits all the same.</summary>
    public static Watched WatchedIn(string? @namespace) =>
        new(KnownTypes.Events, new ListFilter(@namespace, FieldSelector: $"reason={Reason}"), Optional: true);

    /// <summary>What refused the pods that a workload lacks; null where it lacks none, or where one could be created since.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="pods">Its pods, also those that have ended.</param>
    /// <param name="events">Events, of others too.</param>
    public static string? Find(JsonObject workload, IReadOnlyCollection<JsonObject> pods, IEnumerable<JsonObject> events)
    {
        var newest = pods.Select(pod => Time(pod.Text("metadata", "creationTimestamp"))).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        var last = Wanted(workload) is { } wanted && pods.Count(PodRules.IsLiving) >= wanted ? null : events
            .Where(entry => entry.Text("reason") == Reason && entry.Text("type") == "Warning" && IsAbout(entry, workload))
            .MaxBy(Time);
        return last is not null && Time(last) >= newest
            ? $"its pods cannot be created: {ShownText.Of(last.Text("message") ?? "", LongestText)}"
            : null;
    }

    private static bool IsAbout(JsonObject entry, JsonObject workload) =>
        entry.Text("involvedObject", "kind") == workload.Kind() && entry.Text("involvedObject", "name") == workload.Name()
        && entry.Text("involvedObject", "namespace") == workload.Namespace()
        && entry.Text("involvedObject", "uid") is var uid && (uid is null || uid == workload.Uid());

    /// <summary>How many pods a workload should have; null while its controller has not counted them.</summary>
    private static long? Wanted(JsonObject workload) => workload.Kind() switch
    {
        "DaemonSet" => workload.At("status", "observedGeneration") is null ? null : workload.Number("status", "desiredNumberScheduled"),
        "Job" => Math.Min(workload.NumberOrNull("spec", "parallelism") ?? 1,
            (workload.NumberOrNull("spec", "completions") ?? int.MaxValue) - workload.Number("status", "succeeded")),
        _ => HealthRules.WantedReplicas(workload),
    };

    /// <summary>When an event happened last. Newer reporters leave the older fields empty.</summary>
    private static DateTimeOffset Time(JsonObject entry) => Time(entry.Text("series", "lastObservedTime")
        ?? entry.Text("lastTimestamp") ?? entry.Text("eventTime") ?? entry.Text("metadata", "creationTimestamp"));

    private static DateTimeOffset Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time : DateTimeOffset.MinValue;
}
