using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Injection;

namespace NsmPS.Topology.Ends;

/// <summary>Finds the pods that ask for wires: by their own annotation, by that of their Deployment, by the containers they were given, or
/// by what their own programs are told.</summary>
internal static class ClientFinder
{
    public static IReadOnlyList<ClientPod> Find(IReadOnlyList<JsonObject> pods, IReadOnlyList<JsonObject> deployments)
    {
        var owners = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var deployment in deployments.Where(item => InjectionRules.IsUser(item) || WireRequest.Own(Template(item)) is not null))
        {
            foreach (var pod in WorkloadRules.PodsOf(deployment, pods))
            {
                owners.TryAdd(pod.Key().ToString(), deployment);
            }
        }

        return
        [
            .. from pod in pods
               where PodRules.IsLiving(pod)
               let owner = owners.GetValueOrDefault(pod.Key().ToString())
               let injected = WireRequest.Annotated(pod) ?? WireRequest.Given(pod) ?? (owner is null ? null : WireRequest.Annotated(owner))
               let requests = injected ?? (Offers(pod) ? null : WireRequest.Own(pod))
               where requests is not null
               orderby pod.Namespace(), pod.Name()
               select new ClientPod(pod, owner?.Name() ?? PodOwners.WorkloadOf(pod), requests, AsksItself: injected is null),
        ];
    }

    /// <summary>An endpoint that passes wires on asks for the next one; it is no client.</summary>
    private static bool Offers(JsonObject pod) => EndpointFinder.Told(pod).Any();

    /// <summary>The pod that a workload would make.</summary>
    private static JsonObject Template(JsonObject workload) => workload.At("spec", "template") as JsonObject ?? [];
}
