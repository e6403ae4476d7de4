using System.Text.Json.Nodes;
using NsmPS.Apply;
using NsmPS.Cluster;
using NsmPS.Health;

namespace NsmPS.Topology;

/// <summary>Finds the pods that ask for wires: by their own annotation, by that of their Deployment, or by the containers they were given.</summary>
internal static class ClientFinder
{
    public static IReadOnlyList<ClientPod> Find(IReadOnlyList<JsonObject> pods, IReadOnlyList<JsonObject> deployments)
    {
        var owners = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var deployment in deployments.Where(InjectionRules.IsWanted))
        {
            foreach (var pod in WorkloadRules.PodsOf(deployment, pods))
            {
                owners.TryAdd(pod.Key().ToString(), deployment);
            }
        }

        return
        [
            .. from pod in pods
               where !pod.IsTerminating() && !HasEnded(pod)
               let owner = owners.GetValueOrDefault(pod.Key().ToString())
               let request = Annotation(pod) ?? (owner is null ? null : Annotation(owner)) ?? Given(pod)
               where request is not null
               orderby pod.Namespace(), pod.Name()
               select new ClientPod(pod, owner?.Name() ?? "", WireRequest.Parse(request)),
        ];
    }

    public static bool HasEnded(JsonObject pod) => pod.Text("status", "phase") is "Succeeded" or "Failed";

    private static string? Annotation(JsonObject item) => item.Text("metadata", "annotations", KubeNames.InjectionAnnotation);

    private static string? Given(JsonObject pod) => pod.Items("spec", "initContainers").Where(container => container.Text("name") == KubeNames.InitContainer)
        .SelectMany(container => container.Items("env")).FirstOrDefault(variable => variable.Text("name") == KubeNames.RequestVariable).Text("value");
}
