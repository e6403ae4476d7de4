using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Nsm.V1;

/// <summary>What the webhook of NSM v1 does to an object that is created.</summary>
internal static class V1Injection
{
    private const string SpireVolume = "spire-agent-socket";
    private const string NsmVolume = "nsm-socket";

    private static readonly ResourceKind[] s_workloads = [BuiltIn.Deployments, BuiltIn.StatefulSets, BuiltIn.DaemonSets,
        BuiltIn.ReplicaSets];

    /// <summary>Changes the object in place; it stays as it is where no annotation counts.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="item">The object.</param>
    /// <param name="server">The webhook's container, which names the images.</param>
    /// <param name="space">The object's namespace, whose annotation counts for pods without one.</param>
    public static void Apply(ResourceKind kind, JsonObject item, JsonObject server, JsonObject? space)
    {
        if (kind == BuiltIn.Pods)
        {
            Inject(item, Annotation(item) ?? Annotation(space), server);
        }
        else if (s_workloads.Contains(kind) && !IsOfDeployment(kind, item))
        {
            // Any annotation of the template, and the workload's own is not looked at.
            var template = item.Ensure("spec").Ensure("template");
            Inject(template, template.At("metadata", "annotations") is null ? Annotation(item) : null, server);
        }
    }

    private static string? Annotation(JsonObject? item) => item.Text("metadata", "annotations", V1Names.Annotation) is { Length: > 0 } text
        ? text
        : null;

    private static bool IsOfDeployment(ResourceKind kind, JsonObject item) => kind == BuiltIn.ReplicaSets
        && item.Items("metadata", "ownerReferences").Any(owner => owner.Text("kind") == BuiltIn.Deployments.Kind);

    private static void Inject(JsonObject template, string? annotation, JsonObject server)
    {
        if (annotation is null)
        {
            return;
        }

        var spec = template.Ensure("spec");
        spec["initContainers"] = Append(spec.Items("initContainers"), Containers(server, V1Names.InitContainersVariable, annotation));
        spec["containers"] = Append(spec.Items("containers"), Containers(server, V1Names.ContainersVariable, annotation));
        spec["volumes"] = Append(spec.Items("volumes"), [Volume(SpireVolume, V1Names.SpireSockets), Volume(NsmVolume, V1Names.NsmSockets)]);
        foreach (var pair in (Components.Variable(server, V1Names.LabelsVariable) ?? "").Split(',').Select(entry => entry.Split(':', 2))
            .Where(pair => pair.Length == 2))
        {
            template.Ensure("metadata").Ensure("labels")[pair[0]] = pair[1];
        }
    }

    private static JsonArray Append(IEnumerable<JsonObject> present, IEnumerable<JsonObject> more) =>
        [.. present.Select(entry => entry.Clone()), .. more];

    private static IEnumerable<JsonObject> Containers(JsonObject server, string variable, string annotation) =>
        (Components.Variable(server, variable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(image => new JsonObject
        {
            ["name"] = image[(image.LastIndexOf('/') + 1)..].Split(':')[0],
            ["image"] = image,
            ["imagePullPolicy"] = "IfNotPresent",
            ["env"] = new JsonArray(new JsonObject { ["name"] = V1Names.AnnotationVariable, ["value"] = annotation }),
            ["volumeMounts"] = new JsonArray(Mount(SpireVolume, V1Names.SpireSockets), Mount(NsmVolume, V1Names.NsmSockets)),
            ["terminationMessagePath"] = "/dev/termination-log",
            ["terminationMessagePolicy"] = "File",
        });

    private static JsonObject Volume(string name, string path) =>
        new() { ["name"] = name, ["hostPath"] = new JsonObject { ["path"] = path, ["type"] = "Directory" } };

    private static JsonObject Mount(string name, string path) => new() { ["name"] = name, ["mountPath"] = path, ["readOnly"] = true };
}
