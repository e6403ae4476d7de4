using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>A column of <c>kubectl get</c>; one with a priority is only shown when asked for more.</summary>
internal sealed record TableColumn(string Name, Func<JsonObject, DateTimeOffset, JsonNode?> Cell, string Type = "string", int Priority = 0)
{
    public TableColumn(string name, Func<JsonObject, JsonNode?> cell, string type = "string", int priority = 0)
        : this(name, (item, _) => cell(item), type, priority)
    {
    }

    public JsonObject Heading() => new()
    {
        ["name"] = Name,
        ["type"] = Type,
        ["format"] = Name == "Name" ? "name" : "",
        ["description"] = Name,
        ["priority"] = Priority,
    };
}

internal static class TableColumns
{
    private const string None = "<none>";
    private const string Number = "integer";
    private const int Wide = 1;

    /// <summary>The first minor version whose tables of accounts do not count secrets.</summary>
    private const int FirstWithoutSecrets = 36;


    private static readonly string[] s_template = ["spec", "template", "spec"];
    private static readonly TableColumn s_name = new("Name", item => item.Name());
    private static readonly TableColumn s_age = Since("Age", 0, JsonObjects.MetadataField, "creationTimestamp");
    private static readonly TableColumn[] s_created = [s_name, Text("Created At", 0, JsonObjects.MetadataField, "creationTimestamp")];
    private static readonly TableColumn[] s_containers =
    [
        new("Containers", item => Names(item, "name"), priority: Wide), new("Images", item => Names(item, "image"), priority: Wide),
        new("Selector", item => Pairs(item.At("spec", "selector", "matchLabels")), priority: Wide),
    ];

    public static IReadOnlyList<TableColumn> For(ResourceKind kind, Definition? definition, int minor) =>
        definition is not null ? [s_name, .. Defined(definition.Columns)] : kind.Kind switch
        {
            "Pod" =>
            [
                s_name,
            new("Ready", pod =>
                $"{Containers(pod).Count(container => container.Text("ready") == "true")}/{pod.Items("spec", "containers").Count()}"),
            new("Status", pod => PodStatus(pod)),
            new("Restarts", pod => Containers(pod).Sum(container => container.NumberOrNull("restartCount") ?? 0), Number), s_age,
            Text("IP", Wide, JsonObjects.StatusField, "podIP"), Text("Node", Wide, "spec", "nodeName"),
            Text("Nominated Node", Wide, "status", "nominatedNodeName"), Text("Readiness Gates", Wide, "none"),
        ],
            "Deployment" =>
                [s_name, Ready(), Counter("Up-to-date", "updatedReplicas"), Counter("Available", "availableReplicas"), s_age,
                    .. s_containers],
            "StatefulSet" => [s_name, Ready(), s_age, .. s_containers[..2]],
            "DaemonSet" =>
            [
                s_name, Counter("Desired", "desiredNumberScheduled"), Counter("Current", "currentNumberScheduled"),
            Counter("Ready", "numberReady"),
            Counter("Up-to-date", "updatedNumberScheduled"), Counter("Available", "numberAvailable"),
            new("Node Selector", item => Pairs(item.At(s_template).At("nodeSelector"))), s_age, .. s_containers,
        ],
            "ReplicaSet" =>
                [s_name, new("Desired", item => item.NumberOrNull("spec", "replicas") ?? 1, Number), Counter("Current", "replicas"),
            Counter("Ready", "readyReplicas"), s_age, .. s_containers],
            "Node" =>
            [
                s_name, new("Status", node => NodeStatus(node)), new("Roles", node => Roles(node)), s_age,
            NodeInfo("Version", 0, "kubeletVersion"),
            new("Internal-IP", node => node.Items(JsonObjects.StatusField, "addresses")
                .FirstOrDefault(address => address.Text("type") == "InternalIP").Text("address") ?? None, priority: Wide),
            Text("External-IP", Wide, "none"), NodeInfo("OS-Image", Wide, "osImage"), NodeInfo("Kernel-Version", Wide, "kernelVersion"),
            NodeInfo("Container-Runtime", Wide, "containerRuntimeVersion"),
        ],
            "Service" =>
            [
                s_name, Text("Type", 0, "spec", "type"), Text("Cluster-IP", 0, "spec", "clusterIP"), Text("External-IP", 0, "none"),
            new("Port(s)", service =>
                string.Join(',', service.Items("spec", "ports").Select(port => $"{port.Text("port")}/{port.Text("protocol")}"))), s_age,
            new("Selector", service => Pairs(service.At("spec", "selector")), priority: Wide),
        ],
            "Namespace" => [s_name, Text("Status", 0, JsonObjects.StatusField, "phase"), s_age],
            "Secret" => [s_name, Text("Type", 0, "type"), Size("Data", "data"), s_age],
            "ConfigMap" => [s_name, Size("Data", "data", "binaryData"), s_age],
            "ServiceAccount" => minor >= FirstWithoutSecrets ? [s_name, s_age] : [s_name, Size("Secrets", "secrets"), s_age],
            "ValidatingAdmissionPolicy" =>
                [s_name, new("Validations", item => item.Items("spec", "validations").Count(), Number),
                    new("ParamKind", item => Joined(item.At("spec", "paramKind"), "apiVersion", "kind")), s_age],
            "MutatingAdmissionPolicy" =>
                [s_name, new("Mutations", item => item.Items("spec", "mutations").Count(), Number),
                    new("ParamKind", item => Joined(item.At("spec", "paramKind"), "apiVersion", "kind")), s_age],
            "ValidatingAdmissionPolicyBinding" or "MutatingAdmissionPolicyBinding" =>
                [s_name, Text("PolicyName", 0, "spec", "policyName"),
                    new("ParamRef", item => Joined(item.At("spec", "paramRef"), "namespace", "name")), s_age],
            "MutatingWebhookConfiguration" or "ValidatingWebhookConfiguration" => [s_name, Size("Webhooks", "webhooks"), s_age],
            "ClusterRole" or "Role" or "CustomResourceDefinition" => s_created,
            "ClusterRoleBinding" or "RoleBinding" =>
            [
                s_name, new("Role", item => $"{item.Text("roleRef", "kind")}/{item.Text("roleRef", "name")}"), s_age,
            Subjects("Users", "User"), Subjects("Groups", "Group"), Subjects("ServiceAccounts", "ServiceAccount"),
        ],
            "Lease" => [s_name, Text("Holder", 0, "spec", "holderIdentity"), s_age],
            "Event" =>
            [
                Since("Last Seen", 0, "lastTimestamp"), Text("Type", 0, "type"), Text("Reason", 0, "reason"),
            new("Object", item => $"{item.Text("involvedObject", "kind")?.ToLowerInvariant()}/{item.Text("involvedObject", "name")}"),
            Text("Message", 0, "message"),
        ],
            _ => [s_name, s_age],
        };

    /// <summary>How long ago, as kubectl shows it: <c>5d3h</c>.</summary>
    public static string Age(string? stamp, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, out var then))
        {
            return "<unknown>";
        }

        var age = now - then;
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

    // Only plain paths such as .status.phase.
    private static IEnumerable<TableColumn> Defined(IReadOnlyList<JsonObject> columns)
    {
        foreach (var column in columns)
        {
            var name = column.Text("name") ?? "";
            var priority = column.NumberOrNull("priority") ?? 0;
            var path = column.Text("jsonPath")?.Split('.', StringSplitOptions.RemoveEmptyEntries) ?? [];
            yield return column.Text("type") == "date"
                ? Since(name, priority, path)
                : new TableColumn(name, item => item.Text(path), priority: priority);
        }

        if (columns.Count == 0)
        {
            yield return s_age;
        }
    }

    private static string Joined(JsonNode? reference, string first, string second) =>
        reference is null ? "<unset>" : $"{reference.Text(first)}/{reference.Text(second)}";

    private static TableColumn Text(string name, int priority, params string[] path) =>
        new(name, item => item.Text(path) ?? None, priority: priority);

    private static TableColumn Since(string name, int priority, params string[] path) =>
        new(name, (item, now) => Age(item.Text(path), now), Priority: priority);

    private static TableColumn Counter(string name, string field) =>
        new(name, item => item.NumberOrNull(JsonObjects.StatusField, field) ?? 0, Number);

    private static TableColumn Ready() => new("Ready",
        item => $"{item.NumberOrNull(JsonObjects.StatusField, "readyReplicas") ?? 0}/{item.NumberOrNull("spec", "replicas") ?? 1}");

    private static TableColumn NodeInfo(string name, int priority, string field) =>
        Text(name, priority, JsonObjects.StatusField, "nodeInfo", field);

    private static TableColumn Size(string name, params string[] fields) =>
        new(name, item => fields.Sum(field => item[field] switch { JsonObject map => map.Count, JsonArray list => list.Count, _ => 0 }),
            Number);

    private static TableColumn Subjects(string name, string kind) => new(
        name,
        item =>
            string.Join(", ", item.Items("subjects").Where(subject => subject.Text("kind") == kind)
                .Select(subject => kind == "ServiceAccount"
                    ? $"{subject.Text("namespace")}/{subject.Text("name")}"
                    : subject.Text("name"))),
        priority: Wide);

    private static string Names(JsonObject item, string field) =>
        string.Join(',', item.At(s_template).Items("containers").Select(container => container.Text(field)));

    private static string Pairs(JsonNode? labels) =>
        labels is JsonObject { Count: > 0 } map
            ? string.Join(',', map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value.Text()}"))
            : None;

    private static IEnumerable<JsonObject> Containers(JsonObject pod) => pod.Items(JsonObjects.StatusField, "containerStatuses");

    private static string PodStatus(JsonObject pod) =>
        pod.IsTerminating() ? "Terminating"
        : InitStatus([.. pod.Items(JsonObjects.StatusField, "initContainerStatuses")])
            ?? Containers(pod).Select(Reason).FirstOrDefault(reason => reason is not null)
            ?? pod.Text(JsonObjects.StatusField, "reason") ?? pod.Text(JsonObjects.StatusField, "phase") ?? "Unknown";

    private static string? InitStatus(JsonObject[] init)
    {
        var done = init.TakeWhile(container => container.Text("ready") == "true").Count();
        return done == init.Length
            ? null
            : $"Init:{(Reason(init[done]) is { } reason and not "PodInitializing" ? reason : $"{done}/{init.Length}")}";
    }

    private static string? Reason(JsonObject container) =>
        container.Text("state", "waiting", "reason") ?? container.Text("state", "terminated", "reason");

    private static string NodeStatus(JsonObject node)
    {
        var ready = node.Items(JsonObjects.StatusField, "conditions")
            .Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");
        return (ready ? "Ready" : "NotReady") + (node.Text("spec", "unschedulable") == "true" ? ",SchedulingDisabled" : "");
    }

    private static string Roles(JsonObject node)
    {
        const string Prefix = "node-role.kubernetes.io/";
        string[] roles = [.. (node.At(JsonObjects.MetadataField, "labels") as JsonObject
            ?? []).Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(pair => pair.Key[Prefix.Length..])];
        return roles.Length == 0 ? None : string.Join(',', roles);
    }
}
