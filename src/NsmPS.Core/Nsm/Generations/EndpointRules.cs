using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Nsm.Generations;

/// <summary>When the endpoints of a sample can take clients.</summary>
internal static class EndpointRules
{
    private const string Running = "RUNNING";
    private const string ImplementationLabel = "impl";

    /// <summary>The pods have no probe, so Ready says nothing; the registration does. It names the node but not the pod, so on each node
    /// there must be as many registrations as pods.</summary>
    public static IEnumerable<WaitItem> Evaluate(IReadOnlyList<JsonObject> pods, IReadOnlyList<JsonObject> registered,
        string networkService)
    {
        foreach (var node in pods.GroupBy(pod => pod.NodeName()!))
        {
            var here = registered.Count(endpoint => endpoint.Text("spec", "nsmname") == node.Key);
            var wanted = node.Count();
            yield return here >= wanted
                ? new WaitItem($"NetworkServiceEndpoints on {node.Key}", NsmState.Ready)
                : new WaitItem($"NetworkServiceEndpoints on {node.Key}", NsmState.Pending,
                    $"{here} of {wanted} endpoints of service {networkService} are registered");
        }
    }

    /// <summary>The pods of a sample's endpoints that have a node, and their registrations by the rules of a generation.</summary>
    public static IReadOnlyList<WaitItem> Evaluate(ClusterView view, IReadOnlyList<ObjectKey> deployments, SampleFile sample,
        Generation generation, DateTimeOffset now)
    {
        var rules = GenerationRules.For(generation);
        JsonObject[] pods = [.. deployments.Select(view.Find).OfType<JsonObject>()
            .SelectMany(deployment => WorkloadRules.LivingPodsOf(deployment, view.Of(KnownTypes.Pods)))
            .Where(pod => pod.NodeName() is not null)];
        return [.. WorkloadRules.Evaluate(view, deployments),
            .. rules.Evaluate(pods, [.. rules.Registered(view.Of(generation.Endpoints), sample, now)], sample.NetworkService)];
    }

    /// <summary>The running registrations of a service.</summary>
    public static IEnumerable<JsonObject> Registered(IEnumerable<JsonObject> endpoints, string networkService) =>
        endpoints.Where(endpoint =>
        !endpoint.IsTerminating() && endpoint.Text("spec", "networkservicename") == networkService
            && endpoint.Text("status", "state") == Running);

    /// <summary>The running registrations of a sample: those of its service, without those of another sample that serves it too.</summary>
    public static IEnumerable<JsonObject> Registered(IEnumerable<JsonObject> endpoints, SampleFile sample) =>
        Registered(endpoints, sample.NetworkService).Where(endpoint => endpoint.Label(ImplementationLabel) == sample.Implementation);
}
