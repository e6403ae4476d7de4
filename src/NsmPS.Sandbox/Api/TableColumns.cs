using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>A column of <c>kubectl get</c>.</summary>
internal sealed record TableColumn(string Name, Func<JsonObject, DateTimeOffset, JsonNode?> Cell, string Type = "string", int Priority = 0)
{
    public JsonObject Heading() => new()
    {
        ["name"] = Name,
        ["type"] = Type,
        ["format"] = Name == "Name" ? "name" : "",
        ["description"] = Name,
        ["priority"] = Priority,
    };
}

/// <summary>The columns of each kind.</summary>
internal static class TableColumns
{
    private const string None = "<none>";

    private static readonly TableColumn s_name = new("Name", (item, _) => item.Name());
    private static readonly TableColumn s_age = new("Age", (item, now) => Age(item.Text(JsonObjects.MetadataField, "creationTimestamp"), now));

    public static IReadOnlyList<TableColumn> For(ResourceKind kind, Definition? definition) => kind.Kind switch
    {
        "Pod" when kind == BuiltIn.Pods =>
        [
            s_name, new("Ready", (pod, _) => $"{Containers(pod).Count(container => container.Text("ready") == "true")}/{pod.Items("spec", "containers").Count()}"),
            new("Status", (pod, _) => PodStatus(pod)), new("Restarts", (pod, _) => Containers(pod).Sum(container => container.Number("restartCount") ?? 0), "integer"), s_age,
            Text("IP", 1, JsonObjects.StatusField, "podIP"), Text("Node", 1, "spec", "nodeName"),
        ],
        "Deployment" or "StatefulSet" when kind.Group == "apps" =>
        [
            s_name, new("Ready", (item, _) => $"{Count(item, "readyReplicas")}/{item.Number("spec", "replicas") ?? 1}"), Counter("Up-to-date", "updatedReplicas"),
            Counter("Available", "availableReplicas"), s_age,
        ],
        "DaemonSet" when kind == BuiltIn.DaemonSets =>
        [
            s_name, Counter("Desired", "desiredNumberScheduled"), Counter("Current", "currentNumberScheduled"), Counter("Ready", "numberReady"),
            Counter("Up-to-date", "updatedNumberScheduled"), Counter("Available", "numberAvailable"), s_age,
        ],
        "ReplicaSet" when kind == BuiltIn.ReplicaSets =>
            [s_name, new("Desired", (item, _) => item.Number("spec", "replicas") ?? 1, "integer"), Counter("Current", "replicas"), Counter("Ready", "readyReplicas"), s_age],
        "Node" when kind == BuiltIn.Nodes =>
        [
            s_name, new("Status", (node, _) => node.Items(JsonObjects.StatusField, "conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True") ? "Ready" : "NotReady"),
            new("Roles", (node, _) => Roles(node)), s_age, Text("Version", 0, JsonObjects.StatusField, "nodeInfo", "kubeletVersion"),
        ],
        "Service" when kind == BuiltIn.Services =>
        [
            s_name, Text("Type", 0, "spec", "type"), Text("Cluster-IP", 0, "spec", "clusterIP"), new("External-IP", (_, _) => None),
            new("Port(s)", (service, _) => string.Join(',', service.Items("spec", "ports").Select(port => $"{port.Text("port")}/{port.Text("protocol")}"))), s_age,
        ],
        "Namespace" when kind == BuiltIn.Namespaces => [s_name, Text("Status", 0, JsonObjects.StatusField, "phase"), s_age],
        "Event" when kind == BuiltIn.Events =>
        [
            new("Last Seen", (item, now) => Age(item.Text("lastTimestamp"), now)), Text("Type", 0, "type"), Text("Reason", 0, "reason"),
            new("Object", (item, _) => $"{item.Text("involvedObject", "kind")?.ToLowerInvariant()}/{item.Text("involvedObject", "name")}"), Text("Message", 0, "message"),
        ],
        _ => [s_name, .. Defined(definition), s_age],
    };

    /// <summary>How long ago, as kubectl shows it: <c>5d3h</c>.</summary>
    public static string Age(string? stamp, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, out DateTimeOffset then))
        {
            return "<unknown>";
        }

        TimeSpan age = now - then;
        return age switch
        {
            { TotalSeconds: < 120 } => $"{Math.Max(0, (int)age.TotalSeconds)}s",
            { TotalMinutes: < 10 } when age.Seconds > 0 => $"{age.Minutes}m{age.Seconds}s",
            { TotalHours: < 3 } => $"{(int)age.TotalMinutes}m",
            { TotalHours: < 8 } when age.Minutes > 0 => $"{age.Hours}h{age.Minutes}m",
            { TotalDays: < 2 } => $"{(int)age.TotalHours}h",
            { TotalDays: < 8 } when age.Hours > 0 => $"{age.Days}d{age.Hours}h",
            _ => $"{age.Days}d",
        };
    }

    // Only plain paths such as .status.phase; times in age columns.
    private static IEnumerable<TableColumn> Defined(Definition? definition) =>
        from column in definition?.Columns ?? []
        where column.Text("name") is not (null or "Age")
        select Text(column.Text("name")!, column.Number("priority") ?? 0, column.Text("jsonPath")?.Split('.', StringSplitOptions.RemoveEmptyEntries) ?? []);

    private static TableColumn Text(string name, int priority, params string[] path) => new(name, (item, _) => item.Text(path) ?? None, Priority: priority);

    private static TableColumn Counter(string name, string field) => new(name, (item, _) => Count(item, field), "integer");

    private static int Count(JsonObject item, string field) => item.Number(JsonObjects.StatusField, field) ?? 0;

    private static IEnumerable<JsonObject> Containers(JsonObject pod) => pod.Items(JsonObjects.StatusField, "containerStatuses");

    private static string PodStatus(JsonObject pod) =>
        pod.IsTerminating() ? "Terminating"
        : Containers(pod).Select(container => container.Text("state", "waiting", "reason") ?? container.Text("state", "terminated", "reason")).FirstOrDefault(reason => reason is not null)
            ?? pod.Text(JsonObjects.StatusField, "reason") ?? pod.Text(JsonObjects.StatusField, "phase") ?? "Unknown";

    private static string Roles(JsonObject node)
    {
        const string Prefix = "node-role.kubernetes.io/";
        string[] roles = [.. (node.At(JsonObjects.MetadataField, "labels") as JsonObject ?? []).Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(pair => pair.Key[Prefix.Length..])];
        return roles.Length == 0 ? None : string.Join(',', roles);
    }
}
