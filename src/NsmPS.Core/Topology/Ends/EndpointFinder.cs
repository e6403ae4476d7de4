using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Names;

namespace NsmPS.Topology.Ends;

/// <summary>Finds the pods that provide network services: by what their containers are
/// told, or as the endpoints of a known sample.</summary>
internal static class EndpointFinder
{
    public static IReadOnlyList<EndpointPod> Find(IReadOnlyList<JsonObject> pods, IReadOnlyList<JsonObject> deployments,
        IReadOnlyList<SampleFile> samples)
    {
        var ofSamples = (from sample in samples
                         from deployment in deployments
                         where deployment.Name() == sample.Endpoint.Deployment
                         from pod in WorkloadRules.PodsOf(deployment, pods)
                         select (Key: pod.Key().ToString(), sample.NetworkService)).ToLookup(entry => entry.Key,
                             entry => entry.NetworkService);
        return
        [
            .. from pod in pods
               where PodRules.IsLiving(pod)
               let services = Told(pod).Concat(ofSamples[pod.Key().ToString()]).Distinct(StringComparer.Ordinal).ToArray()
               where services.Length > 0
               orderby pod.Namespace(), pod.Name()
               select new EndpointPod(pod, services),
        ];
    }

    /// <summary>The services that a pod's containers are told to provide.</summary>
    public static IEnumerable<string> Told(JsonObject pod) =>
        pod.Items("spec", "containers").SelectMany(container => container.Items("env"))
        .Where(variable => NsmNames.EndpointVariables.Contains(variable.Text("name") ?? "")).Select(variable => variable.Text("value"))
        .OfType<string>()
        .SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries));
}
