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
        pod.Items("spec", "containers").FirstOrDefault(container => Program(container) == "cmd-nsc" || AsksItself(container));

    /// <summary>Whether a container's program has VPP in it and makes its wires itself, without an init container.</summary>
    public static bool AsksItself(JsonObject container) => Program(container) == "cmd-nsc-vpp";

    private static bool Has(JsonObject pod, string image) => pod.Items("spec", "containers").Any(container => Program(container) == image);

    /// <summary>What runs in a container: its image's own program, unless its spec sets another command.</summary>
    private static string Program(JsonObject container) => container["command"] is null ? Components.Image(container) : "";
}
