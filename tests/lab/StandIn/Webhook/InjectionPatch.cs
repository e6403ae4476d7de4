using System.Text.Json.Nodes;

namespace NsmPS.Lab.Webhook;

/// <summary>The JSON patch that makes a pod a client of the mesh.</summary>
internal static class InjectionPatch
{
    private const string AnnotationVariable = "NS_NETWORKSERVICEMESH_IO";
    private const string Volume = "nsm-coredns-volume";
    private const string DnsFolder = "/etc/coredns";
    private const string DnsSocket = DnsFolder + "/client.sock";

    /// <param name="root">Where the pod's spec is: "/spec" or "/spec/template/spec".</param>
    /// <param name="spec">The pod's spec, to see what it has already.</param>
    /// <param name="annotation">The client's annotation, handed on as it stands.</param>
    /// <param name="repository">Image prefix, taken verbatim.</param>
    /// <param name="tag">Image tag.</param>
    public static JsonArray Create(string root, JsonObject? spec, string annotation, string repository, string tag)
    {
        var init = Container("nsm-init-container", $"{repository}/nsm-init:{tag}", Tracing((AnnotationVariable, annotation)));
        var monitor = Container(
            "nsm-dns-monitor",
            $"{repository}/nsm-monitor:{tag}",
            Variables(("MONITOR_DNS_CONFIGS", "true"), ("UPDATE_API_CLIENT_SOCKET", DnsSocket), (AnnotationVariable, annotation)));
        var dns = Container(
            "nsm-coredns",
            $"{repository}/nsm-coredns:{tag}",
            Variables(("USE_UPDATE_API", "true"), ("UPDATE_API_CLIENT_SOCKET", DnsSocket)));
        dns["args"] = new JsonArray("-conf", DnsFolder + "/Corefile");
        monitor["volumeMounts"] = Mounts();
        dns["volumeMounts"] = Mounts();
        JsonObject volume = new() { ["name"] = Volume, ["emptyDir"] = new JsonObject() };
        var hasVolumes = spec?["volumes"] is JsonArray { Count: > 0 };

        // The whole list of init containers is set: those of the pod itself are lost.
        return new JsonArray(
            Add(root + "/initContainers", new JsonArray(init)),
            Add(root + "/containers/-", monitor),
            Add(root + "/containers/-", dns),
            hasVolumes ? Add(root + "/volumes/-", volume) : Add(root + "/volumes", new JsonArray(volume)));
    }

    private static JsonObject Add(string path, JsonNode value) => new() { ["op"] = "add", ["path"] = path, ["value"] = value };

    private static JsonObject Container(string name, string image, JsonArray variables) => new()
    {
        ["name"] = name,
        ["image"] = image,
        ["imagePullPolicy"] = "IfNotPresent",
        ["env"] = variables,
        ["resources"] = new JsonObject { ["limits"] = new JsonObject { ["networkservicemesh.io/socket"] = "1" } },
    };

    private static JsonArray Mounts() => new(new JsonObject { ["name"] = Volume, ["mountPath"] = DnsFolder });

    // The webhook's own tracing settings go to the init container.
    private static JsonArray Tracing((string Name, string Value) first)
    {
        var all = Variables(first);
        foreach (var name in (string[])["JAEGER_AGENT_HOST", "TRACER_ENABLED", "JAEGER_AGENT_PORT"])
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                all.Add((JsonNode)new JsonObject { ["name"] = name, ["value"] = value });
            }
        }

        return all;
    }

    private static JsonArray Variables(params (string Name, string Value)[] variables) =>
        new([.. variables.Select(static v => new JsonObject { ["name"] = v.Name, ["value"] = v.Value })]);
}
