using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Nsm.Injection;

/// <summary>What NSM's webhook adds to a pod to make it a client.</summary>
internal static class InjectionPatch
{
    private const string Volume = "nsm-coredns-volume";
    private const string DnsFolder = "/etc/coredns";
    private const string ApiSocketVariable = "UPDATE_API_CLIENT_SOCKET";
    private const string ApiSocket = DnsFolder + "/client.sock";

    /// <summary>Changes a pod's spec. Its own init containers are lost, as with the real webhook.</summary>
    public static void Apply(JsonObject spec, string annotation, string repository, string tag)
    {
        spec["initContainers"] = new JsonArray(
            Container("nsm-init-container", $"{repository}/nsm-init:{tag}", (NsmNames.AnnotationVariable, annotation)));
        var monitor = Container("nsm-dns-monitor", $"{repository}/nsm-monitor:{tag}", ("MONITOR_DNS_CONFIGS", "true"),
            (ApiSocketVariable, ApiSocket), (NsmNames.AnnotationVariable, annotation));
        var dns = Container("nsm-coredns", $"{repository}/nsm-coredns:{tag}", ("USE_UPDATE_API", "true"), (ApiSocketVariable, ApiSocket));
        dns["args"] = new JsonArray("-conf", DnsFolder + "/Corefile");
        monitor["volumeMounts"] = Mounts();
        dns["volumeMounts"] = Mounts();
        spec["containers"] = new JsonArray([.. spec.Items("containers").Select(container => container.DeepClone()), monitor, dns]);
        spec["volumes"] = new JsonArray([.. spec.Items("volumes").Select(volume => volume.DeepClone()),
            new JsonObject { ["name"] = Volume, ["emptyDir"] = new JsonObject() }]);
    }

    private static JsonObject Container(string name, string image, params ReadOnlySpan<(string Name, string Value)> variables)
    {
        var list = new JsonArray();
        foreach (var (variable, value) in variables)
        {
            list.Add((JsonNode)new JsonObject { ["name"] = variable, ["value"] = value });
        }

        return new JsonObject
        {
            ["name"] = name,
            ["image"] = image,
            ["imagePullPolicy"] = "IfNotPresent",
            ["env"] = list,
            ["resources"] = new JsonObject { ["limits"] = new JsonObject { [NsmNames.SocketResource] = "1" } },
            ["terminationMessagePath"] = "/dev/termination-log",
            ["terminationMessagePolicy"] = "File",
        };
    }

    private static JsonArray Mounts() => [new JsonObject { ["name"] = Volume, ["mountPath"] = DnsFolder }];
}
