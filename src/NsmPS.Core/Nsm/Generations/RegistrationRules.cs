using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;

namespace NsmPS.Nsm.Generations;

/// <summary>Reads a NetworkServiceEndpoint of NSM v1: a protobuf message as JSON, its names in snake case.</summary>
internal static class RegistrationRules
{
    private const string ManagerPort = ":5001";

    /// <summary>Whether it offers a service and has not expired. The registry deletes what has, but only once in a while.</summary>
    public static bool Counts(JsonObject endpoint, string networkService, DateTimeOffset now) =>
        !endpoint.IsTerminating() && ServicesOf(endpoint).Contains(networkService) && !HasExpired(endpoint, now);

    /// <summary>Whether its time is over; without a time it lasts.</summary>
    public static bool HasExpired(JsonObject endpoint, DateTimeOffset now) =>
        endpoint.At("spec", "expiration_time", "seconds") is not null
            && endpoint.Number("spec", "expiration_time", "seconds") < now.ToUnixTimeSeconds();

    /// <summary>The node that its labels for a service name.</summary>
    public static string? NodeOf(JsonObject endpoint, string networkService) =>
        endpoint.Text("spec", "network_service_labels", networkService, "labels", "nodeName");

    /// <summary>Whether a url is that of the manager at an address; IPv6 stands in brackets, and IPv4 may.</summary>
    public static bool IsAt(string url, string? address) =>
        address is not null && (url == $"tcp://{address}{ManagerPort}" || url == $"tcp://[{address}]{ManagerPort}");

    /// <summary>The pod that it names: the first of its SPIFFE ids ends with the pod's
    /// namespace and name. Null when it has none of that form.</summary>
    public static (string Namespace, string Name)? PodOf(JsonObject endpoint) =>
        Texts(endpoint, "path_ids").FirstOrDefault()?.Split('/') is [.., "ns", var space, "pod", var name] ? (space, name) : null;

    /// <summary>Whether it is the registration of a pod: of the one that it names; where
    /// it names none, its name begins with the pod's.</summary>
    public static bool IsOf(JsonObject endpoint, JsonObject pod) => IsOf(PodOf(endpoint), endpoint.Name(), pod);

    /// <summary>The living pod that it is the registration of; null when there is none.</summary>
    public static JsonObject? FindPod(JsonObject endpoint, IEnumerable<JsonObject> pods)
    {
        var (named, name) = (PodOf(endpoint), endpoint.Name());
        return pods.FirstOrDefault(pod => IsOf(named, name, pod) && PodRules.IsLiving(pod));
    }

    /// <summary>The services that it offers.</summary>
    public static IEnumerable<string> ServicesOf(JsonObject endpoint) => Texts(endpoint, "network_service_names");

    private static bool IsOf((string Namespace, string Name)? named, string name, JsonObject pod) => named is { } known
        ? known.Name == pod.Name() && known.Namespace == pod.Namespace()
        : name.StartsWith(pod.Name(), StringComparison.Ordinal);

    private static IEnumerable<string> Texts(JsonObject endpoint, string field) =>
        endpoint.Texts("spec", field);
}
