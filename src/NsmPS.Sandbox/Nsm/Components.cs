using System.Text.Json.Nodes;
using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Nsm;

/// <summary>Tells by image and environment which part of NSM a container is; names of workloads do not matter.</summary>
internal static class Components
{
    public static bool IsManager(JsonObject pod) => pod.Items("spec", "containers").Any(IsManagerDaemon);

    public static bool IsManagerDaemon(JsonObject container) => Program(container) == "nsmd";

    public static bool IsForwarder(JsonObject pod) =>
        pod.Items("spec", "containers").Any(container => Program(container) is "kernel-forwarder" or "vppagent-forwarder");

    /// <summary>Whether a container has VPP in it.</summary>
    public static bool HasVpp(JsonObject pod, string container) =>
        pod.Items("spec", "containers").Any(item => item.Text("name") == container && IsVppImage(item));

    /// <summary>Whether a pod's wires end in a VPP of its own, where its kernel sees none of them.</summary>
    public static bool HasVpp(JsonObject pod) => pod.Items("spec", "containers").Any(IsVppImage);

    public static bool IsWebhook(JsonObject pod) =>
        pod.Items("spec", "containers").Any(container => Program(container) == "admission-webhook");

    public static bool IsClientInit(JsonObject container) => Image(container) == "nsm-init";

    /// <summary>The container that offers a network service; null when the pod is no endpoint.</summary>
    public static JsonObject? Endpoint(JsonObject pod) =>
        pod.Items("spec", "containers").FirstOrDefault(container => Variable(container, NsmNames.EndpointVariable) is { Length: > 0 });

    /// <summary>The container that asks for a wire of its own and offers nothing; null when there is none.</summary>
    public static JsonObject? Client(JsonObject pod) =>
        Endpoint(pod) is null ? pod.Items("spec", "containers").FirstOrDefault(container => Outgoing(container) is not null) : null;

    /// <summary>The wire that a container's program asks for; null when it asks for none.</summary>
    public static WireWish? Outgoing(JsonObject container) => Variable(container, NsmNames.ClientVariable) is { Length: > 0 } service
        ? new WireWish(service, NsmNames.MemifInterface)
        {
            Labels = LabelPairs.Parse(Variable(container, NsmNames.ClientLabelsVariable) ?? "", ',')
        }
        : null;

    /// <summary>The value of an environment variable that the container's spec sets; null when it does not.</summary>
    public static string? Variable(JsonObject? container, string name) =>
        container.Items("env").FirstOrDefault(entry => entry.Text("name") == name).Text("value");

    /// <summary>What runs in a container: its image's own program, unless its spec sets another command.</summary>
    private static string Program(JsonObject container) => container["command"] is null ? Image(container) : "";

    private static bool IsVppImage(JsonObject container) =>
        Image(container).StartsWith("vpp", StringComparison.Ordinal) || Image(container).EndsWith("-vpp", StringComparison.Ordinal);

    /// <summary>The last part of the image's name, without registry and tag.</summary>
    public static string Image(JsonObject container)
    {
        var image = container.Text("image") ?? "";
        return image[(image.LastIndexOf('/') + 1)..].Split(':', '@')[0];
    }
}
