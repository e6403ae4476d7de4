using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;

namespace NsmPS.Samples.Folders;

/// <summary>When the endpoints and clients of a folder sample have what they need. Pure.</summary>
internal static class FolderRules
{
    /// <summary>Whether endpoints run, and are registered for each of their services.</summary>
    public static IReadOnlyList<WaitItem> Endpoints(ClusterView view, IReadOnlyList<ObjectKey> keys, Generation generation,
        DateTimeOffset now)
    {
        var rules = GenerationRules.For(generation);
        var items = Running(view, keys).ToList();
        foreach (var workload in keys.Select(view.Find).OfType<JsonObject>().Select(FolderWorkload.Of).OfType<FolderWorkload>())
        {
            JsonObject[] pods = [.. workload.PodsOf(view.Of(KnownTypes.Pods)).Where(pod => pod.Text("spec", "nodeName") is not null)];
            items.AddRange(workload.Services.SelectMany(service =>
                rules.Evaluate(pods, [.. rules.Registered(view.Of(generation.Endpoints), service, now)], service)));
        }

        return items;
    }

    /// <summary>Whether clients run, with NSM's containers where the webhook has to add them.</summary>
    public static IReadOnlyList<WaitItem> Clients(ClusterView view, IReadOnlyList<ObjectKey> keys)
    {
        var items = Running(view, keys).ToList();
        foreach (var pod in keys.Select(view.Find).OfType<JsonObject>().Select(FolderWorkload.Of).OfType<FolderWorkload>()
            .Where(workload => workload.IsInjected).SelectMany(workload => workload.PodsOf(view.Of(KnownTypes.Pods)))
            .Where(pod => !InjectionRules.IsDone(pod)))
        {
            items.RemoveAll(item => item.Target == pod.Key().ToString());
            items.Add(new WaitItem(pod.Key().ToString(), NsmState.Failed, ClientRules.NotInjectedReason,
                Error: NsmErrors.ClientNotInjected));
        }

        return items;
    }

    /// <summary>What proves that a workload's pods will be injected: itself, or where only its template is annotated a pod of it.</summary>
    public static JsonObject Injectable(JsonObject workload)
    {
        if (WireRequest.Annotated(workload) is not null || workload.At("spec", "template") is not JsonObject template)
        {
            return workload;
        }

        var pod = template.Clone();
        (pod["apiVersion"], pod["kind"]) = (KnownTypes.Pods.ApiVersion, KnownTypes.Pods.Kind);
        (pod.Ensure("metadata")["name"], pod.Ensure("metadata")["namespace"]) = (workload.Name(), workload.Namespace());
        return pod;
    }

    private static IEnumerable<WaitItem> Running(ClusterView view, IReadOnlyList<ObjectKey> keys) =>
        WorkloadRules.Evaluate(view, keys.Where(key => key.Kind != KnownTypes.Pods.Kind))
            .Concat(keys.Where(key => key.Kind == KnownTypes.Pods.Kind).Select(key =>
                view.Find(key) is { } pod ? PodRules.Evaluate(pod) : new WaitItem(key.ToString(), NsmState.Pending, "it is not there")))
            .DistinctBy(item => item.Target);
}
