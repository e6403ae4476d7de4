using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Nsm.V1;

/// <summary>Tells by image which part of NSM v1 or of SPIRE a container is.</summary>
internal static class V1Components
{
    public static bool IsSpireServer(JsonObject pod) => Has(pod, "spire-server");

    public static bool IsSpireAgent(JsonObject pod) => Has(pod, "spire-agent");

    public static bool IsManager(JsonObject pod) => Has(pod, "cmd-nsmgr");

    public static bool IsRegistry(JsonObject pod) => Has(pod, "cmd-registry-k8s");

    public static bool IsWebhook(JsonObject pod) => Has(pod, "cmd-admission-webhook-k8s");

    public static bool IsForwarder(JsonObject pod) =>
        pod.Items("spec", "containers").Any(container => Program(container).StartsWith("cmd-forwarder-", StringComparison.Ordinal));

    public static bool IsClientInit(JsonObject container) => Components.Image(container) == "cmd-nsc-init";

    /// <summary>The container that offers network services; null when the pod is no endpoint.</summary>
    public static JsonObject? Endpoint(JsonObject pod) => pod.Items("spec", "containers").FirstOrDefault(container =>
        Program(container).StartsWith("cmd-nse-", StringComparison.Ordinal)
            && Components.Variable(container, V1Names.ServicesVariable) is { Length: > 0 });

    /// <summary>The container that keeps the wires of a client; null when the pod is no client.</summary>
    public static JsonObject? Client(JsonObject pod) =>
        pod.Items("spec", "containers").FirstOrDefault(container => Program(container) is "cmd-nsc" or "cmd-nsc-vpp");

    /// <summary>Whether the container that keeps a pod's wires also makes them: no init container has done it before.</summary>
    public static bool AsksItself(JsonObject pod) => !pod.Items("spec", "initContainers").Any(IsClientInit);

    private static bool Has(JsonObject pod, string image) => pod.Items("spec", "containers").Any(container => Program(container) == image);

    /// <summary>What runs in a container: its image's own program, unless its spec sets another command.</summary>
    private static string Program(JsonObject container) => container["command"] is null ? Components.Image(container) : "";
}
