using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Workloads.Security;

/// <summary>What a pod has that the levels of Kubernetes' Pod Security Standards do not allow, in the API server's own words.</summary>
internal static class PodSecurityRules
{
    public const string Baseline = "baseline";
    public const string Restricted = "restricted";

    private static readonly string[] s_hostFields = ["hostNetwork", "hostPID", "hostIPC"];
    private static readonly string[] s_usualCapabilities = ["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
        "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"];
    private static readonly string[] s_seccomp = ["RuntimeDefault", "Localhost"];
    private static readonly string[] s_volumes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim",
        "projected", "secret"];

    /// <summary>Why a level refuses a pod; empty when it does not.</summary>
    public static IReadOnlyList<string> Violations(JsonObject spec, string level) =>
        [.. (level is Baseline or Restricted ? OfBaseline(spec) : []).Concat(level == Restricted ? OfRestricted(spec) : [])
            .OfType<string>()];

    private static IEnumerable<JsonObject> Containers(JsonObject spec) => spec.Items("initContainers").Concat(spec.Items("containers"));

    private static IEnumerable<string?> OfBaseline(JsonObject spec)
    {
        JsonObject[] containers = [.. Containers(spec)];
        JsonObject[] capable = [.. containers.Where(container => Unusual(container).Any())];
        yield return capable.Length == 0 ? null
            : $"non-default capabilities ({Named("container", capable)} must not include "
                + $"{Quoted(capable.SelectMany(Unusual).Distinct().Order(StringComparer.Ordinal))} in securityContext.capabilities.add)";
        string[] host = [.. s_hostFields.Where(field => spec.Text(field) == "true").Select(field => $"{field}=true")];
        yield return host.Length == 0 ? null : $"host namespaces ({string.Join(", ", host)})";
        JsonObject[] paths = [.. spec.Items("volumes").Where(volume => volume["hostPath"] is not null)];
        yield return paths.Length == 0 ? null : $"hostPath volumes ({Named("volume", paths)})";
        JsonObject[] open = [.. containers.Where(container => HostPorts(container).Any())];
        string[] ports = [.. open.SelectMany(HostPorts).Distinct()];
        yield return open.Length == 0 ? null
            : $"hostPort ({Named("container", open)} {(open.Length == 1 ? "uses" : "use")} hostPort{(ports.Length == 1 ? "" : "s")} "
                + $"{string.Join(", ", ports)})";
        yield return Lacking(containers, container => container.Text("securityContext", "privileged") != "true",
            "privileged", "must not set securityContext.privileged=true");
    }

    private static IEnumerable<string?> OfRestricted(JsonObject spec)
    {
        JsonObject[] containers = [.. Containers(spec)];
        yield return Lacking(containers, container => container.Text("securityContext", "allowPrivilegeEscalation") == "false",
            "allowPrivilegeEscalation != false", "must set securityContext.allowPrivilegeEscalation=false");
        yield return Lacking(containers, DropsAll, "unrestricted capabilities", "must set securityContext.capabilities.drop=[\"ALL\"]");
        JsonObject[] volumes = [.. spec.Items("volumes").Where(volume => volume.Any(field => IsRestricted(field.Key)))];
        yield return volumes.Length == 0 ? null
            : $"restricted volume types ({Named("volume", volumes)} {(volumes.Length == 1 ? "uses" : "use")} restricted volume type "
                + $"{Quoted(volumes.SelectMany(volume => volume.Select(field => field.Key).Where(IsRestricted)).Distinct())})";
        yield return Lacking(containers, container => Of(spec, container, "runAsNonRoot") == "true",
            "runAsNonRoot != true", "must set securityContext.runAsNonRoot=true", "pod or ");
        yield return Lacking(containers, container => s_seccomp.Contains(Of(spec, container, "seccompProfile", "type")),
            "seccompProfile", "must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"", "pod or ");
    }

    /// <summary>A setting of a container; the pod's where it has none of its own.</summary>
    private static string? Of(JsonObject spec, JsonObject container, params ReadOnlySpan<string> path) =>
        container["securityContext"].Text(path) ?? spec["securityContext"].Text(path);

    private static string? Lacking(JsonObject[] containers, Predicate<JsonObject> fits, string title, string demand, string prefix = "")
    {
        JsonObject[] wrong = [.. containers.Where(container => !fits(container))];
        return wrong.Length == 0 ? null : $"{title} ({prefix}{Named("container", wrong)} {demand})";
    }

    private static bool IsRestricted(string field) => field != "name" && !s_volumes.Contains(field);

    private static bool DropsAll(JsonObject container) =>
        (container.At("securityContext", "capabilities", "drop") as JsonArray ?? []).Any(name => name.Text() == "ALL");

    private static IEnumerable<string> Unusual(JsonObject container) =>
        (container.At("securityContext", "capabilities", "add") as JsonArray ?? []).Select(name => name.Text() ?? "")
            .Where(name => !s_usualCapabilities.Contains(name));

    private static IEnumerable<string> HostPorts(JsonObject container) =>
        container.Items("ports").Select(port => port.Text("hostPort")).OfType<string>().Where(port => port != "0");

    private static string Named(string what, JsonObject[] items) =>
        $"{what}{(items.Length == 1 ? "" : "s")} {Quoted(items.Select(item => item.Text("name") ?? ""))}";

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));
}
