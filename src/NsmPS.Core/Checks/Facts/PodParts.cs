using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Facts;

/// <summary>Reads of a pod what concerns NSM.</summary>
internal static class PodParts
{
    /// <summary>The value of an environment variable that a pod's containers set; null when none does.</summary>
    public static string? Variable(JsonNode? spec, string list, string name) =>
        spec.Items(list).SelectMany(container => container.Items("env")).FirstOrDefault(entry => entry.Text("name") == name).Text("value");

    /// <summary>The network services that a pod offers.</summary>
    public static IReadOnlyList<string> OfferedServices(JsonObject pod) => OfferedBy(pod.At("spec"));

    /// <summary>The network services that a pod or a pod template offers.</summary>
    public static IReadOnlyList<string> OfferedBy(JsonNode? spec) =>
        NsmNames.EndpointVariables.Select(name => Variable(spec, "containers", name))
            .FirstOrDefault(value => value is not null)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The prefixes that an endpoint gives addresses of; none when it says none.</summary>
    public static IEnumerable<string> Prefixes(JsonObject pod) => PrefixGroups(pod).SelectMany(group => group);

    /// <summary>The same in groups, of each of which a wire gets an address.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> PrefixGroups(JsonObject pod) => Generation.All
        .Select(generation => Variable(pod.At("spec"), "containers", generation.PrefixVariable))
        .FirstOrDefault(value => value is not null) is { } text ? AddressGroups.Parse(text) : [];

    /// <summary>The network services that an injected pod asks for.</summary>
    public static IEnumerable<string> WantedServices(JsonObject pod) =>
        (WireRequest.Given(pod) ?? WireRequest.Own(pod))?.Select(request => request.NetworkService) ?? [];

    /// <summary>Init containers and containers together.</summary>
    public static IEnumerable<JsonObject> Statuses(JsonObject pod) =>
        pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses"));

    public static bool IsCrashing(JsonObject status) => status.Text("state", "waiting", "reason") == "CrashLoopBackOff";

    /// <summary>Whether a container was killed: for its memory, or by an unknown sender of SIGKILL (exit code 137).</summary>
    public static bool WasKilled(JsonObject status) =>
        ((JsonNode?[])[status.At("lastState", "terminated"), status.At("state", "terminated")])
        .Any(ended => ended is not null && (ended.Text("reason") == "OOMKilled" || ended.Number("exitCode") == 137));
}
