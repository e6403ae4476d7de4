using System.Text.Json.Nodes;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;
using NsmPS.Lab.Samples;

namespace NsmPS.Lab.V1;

/// <summary>The JSON patch that makes a pod, or the pods of a workload, clients of NSM v1.</summary>
internal static class InjectionV1
{
    private const string SpireVolume = "spire-agent-socket";
    private const string NsmVolume = "nsm-socket";
    private const string SpireFolder = "/run/spire/sockets";
    private const string NsmFolder = "/var/lib/networkservicemesh";
    private const string PodKind = "Pod";
    private static readonly string[] s_workloads = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];

    /// <summary>A pod without an annotation of its own takes that of its namespace.</summary>
    public static bool TakesAnnotationOfNamespace(JsonObject request, JsonObject item) =>
        (string?)request["kind"]?["kind"] == PodKind && Wish(item) is null;

    /// <summary>Null where nothing is asked for.</summary>
    /// <exception cref="LabException">What is asked for cannot be read.</exception>
    public static JsonArray? Create(string kind, JsonObject item, JsonObject? space)
    {
        if (kind == PodKind)
        {
            return Patch(string.Empty, item, Wish(item) ?? Wish(space));
        }

        // The pods of a Deployment's ReplicaSet have everything from the Deployment already.
        if (!s_workloads.Contains(kind)
            || (item["metadata"]?["ownerReferences"] as JsonArray ?? []).Any(static owner => (string?)owner?["kind"] == s_workloads[0]))
        {
            return null;
        }

        // One annotation at the template, whichever, and that of the workload is not looked at.
        var template = item["spec"]?["template"] as JsonObject;
        return template is null
            ? null
            : Patch("/spec/template", template, template["metadata"]?["annotations"] is JsonObject { Count: > 0 } ? null : Wish(item));
    }

    private static string? Wish(JsonObject? item) => (string?)item?["metadata"]?["annotations"]?[V1Names.Annotation] is { Length: > 0 } wish
        ? wish
        : null;

    private static JsonArray? Patch(string root, JsonObject pod, string? wish)
    {
        if (wish is null)
        {
            return null;
        }

        _ = Annotation.ParseUrls(wish);
        var labels = pod["metadata"]?["labels"]?.DeepClone() as JsonObject ?? new JsonObject();
        foreach (var pair in Pod.Env("NSM_LABELS").Split(',').Select(static entry => entry.Split(':', 2))
            .Where(static pair => pair.Length == 2))
        {
            labels[pair[0]] = pair[1];
        }

        return new JsonArray(
            Set(root + "/metadata/labels", labels),
            Set(root + "/spec/initContainers", Append(pod, "initContainers", Containers("NSM_INIT_CONTAINER_IMAGES", wish))),
            Set(root + "/spec/containers", Append(pod, "containers", Containers("NSM_CONTAINER_IMAGES", wish))),
            Set(root + "/spec/volumes", Append(pod, "volumes", [Volume(SpireVolume, SpireFolder), Volume(NsmVolume, NsmFolder)])));
    }

    private static JsonObject Set(string path, JsonNode value) => new() { ["op"] = "add", ["path"] = path, ["value"] = value };

    private static JsonArray Append(JsonObject pod, string list, IEnumerable<JsonObject> more)
    {
        var all = pod["spec"]?[list]?.DeepClone() as JsonArray ?? [];
        foreach (var item in more)
        {
            all.Add((JsonNode)item);
        }

        return all;
    }

    private static IEnumerable<JsonObject> Containers(string variable, string wish) =>
        Pod.Env(variable).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(image => new JsonObject
        {
            ["name"] = image[(image.LastIndexOf('/') + 1)..].Split(':')[0],
            ["image"] = image,
            ["imagePullPolicy"] = "IfNotPresent",
            ["env"] = new JsonArray(
                new JsonObject { ["name"] = "SPIFFE_ENDPOINT_SOCKET", ["value"] = $"unix://{SpireFolder}/agent.sock" },
                new JsonObject { ["name"] = V1Names.WishVariable, ["value"] = wish }),
            ["volumeMounts"] = new JsonArray(Mount(SpireVolume, SpireFolder), Mount(NsmVolume, NsmFolder)),
            ["resources"] = new JsonObject
            {
                ["requests"] = Amounts("REQUESTS"),
                ["limits"] = Amounts("LIMITS"),
            },
        });

    private static JsonObject Amounts(string kind) =>
        new() { ["cpu"] = Pod.Env($"NSM_SIDECAR_{kind}_CPU"), ["memory"] = Pod.Env($"NSM_SIDECAR_{kind}_MEMORY") };

    private static JsonObject Volume(string name, string path) =>
        new() { ["name"] = name, ["hostPath"] = new JsonObject { ["path"] = path, ["type"] = "Directory" } };

    private static JsonObject Mount(string name, string path) => new() { ["name"] = name, ["mountPath"] = path, ["readOnly"] = true };
}
