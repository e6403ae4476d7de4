using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Admission;

/// <summary>Which pods the pod security level of their namespace refuses, as far as our own pods need what levels forbid.</summary>
internal static class PodSecurityLevels
{
    private static readonly string[] s_hostNamespaces = ["hostNetwork", "hostPID", "hostIPC"];

    /// <summary>The level that a namespace enforces; null where it takes every pod.</summary>
    public static string? Of(JsonObject @namespace) =>
        @namespace.Label(KubeNames.PodSecurityLabel) is { } level && level != KubeNames.Privileged ? level : null;

    /// <summary>Whether every level but privileged refuses a pod: it shares something with its node, or is privileged.</summary>
    public static bool NeedsPrivileged(JsonNode? spec) =>
        s_hostNamespaces.Any(field => spec.Text(field) == "true")
        || spec.Items("volumes").Any(volume => volume["hostPath"] is not null)
        || spec.Items("initContainers").Concat(spec.Items("containers")).Any(IsPrivileged);

    private static bool IsPrivileged(JsonObject container) =>
        container.Text("securityContext", "privileged") == "true"
        || container.Items("ports").Any(port => port.Number("hostPort") > 0)
        || (container.At("securityContext", "capabilities", "add") is JsonArray { Count: > 0 });
}
