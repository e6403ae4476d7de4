using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;

namespace NsmPS.Topology;

/// <summary>Reads the endpoints of NSM v1's registry. Each names its pod and the manager that clients reach it through, and counts until
/// its time is over. Forwarders are registered there too; they are no endpoints for anybody.</summary>
internal sealed class ExpiringRegistry(string cluster, TopologyObjects objects, DateTimeOffset now)
{
    private const string Expired = "EXPIRED";

    private readonly Lazy<JsonObject[]> _managers = new(() =>
        [.. objects.Pods.Where(pod => pod.Label("app") == Generation.V1.ManagerApp && PodRules.IsLiving(pod))]);

    /// <summary>Whether a registration is one of this registry.</summary>
    public static bool IsItsOwn(JsonObject item) => item.Text("apiVersion") == Generation.V1.Endpoints.ApiVersion;

    /// <summary>A row for each service of each registration.</summary>
    public IEnumerable<NsmEndpoint> Describe() =>
        from item in objects.Endpoints
        where IsItsOwn(item) && !item.IsTerminating()
        orderby item.Name()
        from service in RegistrationRules.ServicesOf(item)
        where service != NsmNames.ForwarderV1Service
        select Row(item, service);

    private NsmEndpoint Row(JsonObject item, string service)
    {
        var url = item.Text("spec", "url") ?? "";
        var pod = RegistrationRules.FindPod(item, objects.Pods);
        var manager = _managers.Value.FirstOrDefault(pod => RegistrationRules.IsAt(url, pod.Text("status", "podIP")));
        var hasExpired = RegistrationRules.HasExpired(item, now);
        var problem = hasExpired ? "its registration has expired"
            : pod is null ? "its pod is gone"
            : manager is null ? $"no manager has the address {url}, under which it is registered"
            : "";
        return new NsmEndpoint
        {
            Cluster = cluster,
            Namespace = item.Namespace() ?? "",
            Name = item.Name(),
            NetworkService = service,
            Payload = objects.Service(service).Text("spec", "payload") ?? "",
            Node = (manager ?? pod).NodeName() ?? "",
            State = hasExpired ? Expired : EndpointRegistry.Running,
            Pod = pod?.Name() ?? "",
            PodNamespace = pod?.Namespace() ?? "",
            Orphan = problem.Length > 0,
            Detail = problem,
        };
    }
}
