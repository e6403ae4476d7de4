using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Injection;

namespace NsmPS.Nsm.Generations;

/// <summary>When the clients of a sample have what they need.</summary>
internal static class ClientRules
{
    public const string NotInjectedReason = "it was created without NSM's containers, so it has no wire";

    /// <summary>A pod that the webhook should inject is ready with and without a wire; only
    /// the injected init container shows that it waits for one.</summary>
    public static IReadOnlyList<WaitItem> Evaluate(ClusterView view, IReadOnlyList<ObjectKey> deployments)
    {
        var items = WorkloadRules.Evaluate(view, deployments).ToList();
        var pods = deployments.Select(view.Find).OfType<JsonObject>().Where(InjectionRules.IsWanted)
            .SelectMany(deployment => WorkloadRules.LivingPodsOf(deployment, view.Of(KnownTypes.Pods)));
        foreach (var pod in pods.Where(pod => !InjectionRules.IsDone(pod)))
        {
            items.RemoveAll(item => item.Target == pod.Key().ToString());
            items.Add(new WaitItem(pod.Key().ToString(), NsmState.Failed, NotInjectedReason, Error: NsmErrors.ClientNotInjected));
        }

        return items;
    }
}
