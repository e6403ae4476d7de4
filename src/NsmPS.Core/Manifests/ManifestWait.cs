using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Operations;

namespace NsmPS.Manifests;

/// <summary>Waits until objects of a user's manifest work.</summary>
internal sealed class ManifestWait(Operation operation)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private static readonly string[] s_kinds = ["Pod", "PersistentVolumeClaim", "CustomResourceDefinition", "APIService"];

    /// <summary>Ends when each object that has a status is ready. Kinds that have none cost no request.</summary>
    public async Task UntilReadyAsync(IEnumerable<PlannedObject> objects, CancellationToken cancellationToken)
    {
        ObjectKey[] keys = [.. objects.Where(HasStatus).Select(item => item.Key)];
        if (keys.Length == 0)
        {
            return;
        }

        var watched = new HashSet<Watched>();
        foreach (var key in keys)
        {
            if (await operation.Client.FindTypeAsync(key.ApiVersion, key.Kind, cancellationToken) is { } type)
            {
                watched.Add(new Watched(type, new ListFilter(key.Namespace)));
            }

            if (WorkloadRules.HasPods(key.Kind))
            {
                watched.Add(new Watched(KnownTypes.Pods, new ListFilter(key.Namespace)));
                watched.Add(CreationFailures.WatchedIn(key.Namespace));
            }
        }

        await operation.WaitAsync([.. watched], view => Evaluate(view, keys), cancellationToken);
    }

    /// <summary>Ends when the server serves the kinds of objects: that takes a moment after their definitions are established.</summary>
    /// <exception cref="NsmException">WaitTimedOut.</exception>
    public async Task UntilServedAsync(IEnumerable<PlannedObject> objects, CancellationToken cancellationToken)
    {
        foreach (var (apiVersion, kind) in objects.Select(item => (item.Key.ApiVersion, item.Key.Kind)).Distinct())
        {
            while (await operation.Client.FindTypeAsync(apiVersion, kind, cancellationToken) is null)
            {
                if (operation.Cluster.Now >= operation.Limits.Until)
                {
                    throw operation.Cluster.Error(NsmErrors.WaitTimedOut, $"The API server does not serve the kind '{kind}' of "
                        + $"'{apiVersion}' within {operation.Timeout.TotalSeconds:0} s.", kind);
                }

                await Task.Delay(s_pause, operation.Cluster.Time, cancellationToken);
            }
        }
    }

    private static bool HasStatus(PlannedObject item) =>
        item.Stage == ManifestStages.Resources || WorkloadRules.HasPods(item.Key.Kind) || s_kinds.Contains(item.Key.Kind);

    /// <summary>A pod that two selectors match counts once; of several answers for a name the one that is not done.</summary>
    private static IReadOnlyList<WaitItem> Evaluate(ClusterView view, IReadOnlyList<ObjectKey> keys) =>
    [
        .. WorkloadRules.Evaluate(view, keys.Where(key => WorkloadRules.HasPods(key.Kind)))
            .Concat(keys.Where(key => !WorkloadRules.HasPods(key.Kind))
                .Select(key => view.Find(key) is { } item
                    ? HealthRules.Evaluate(item)
                    : new WaitItem(key.ToString(), NsmState.Pending, "it is not there")))
            .OrderBy(item => item.IsDone).DistinctBy(item => item.Target),
    ];
}
