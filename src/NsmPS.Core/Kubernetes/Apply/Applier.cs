using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;

namespace NsmPS.Kubernetes.Apply;

/// <summary>Carries out planned objects: all objects of one call in parallel.</summary>
/// <param name="client">The cluster.</param>
/// <param name="reasons">Follows why objects are not gone; null where nobody wants to know.</param>
internal sealed class Applier(ClusterClient client, WaitReasons? reasons = null)
{
    /// <summary>Applies what is new or changed.</summary>
    /// <param name="objects">Objects of one stage.</param>
    /// <param name="force">Whether fields of others are taken over.</param>
    /// <param name="done">Called for each object when the server has it.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    public Task ApplyAsync(IEnumerable<PlannedObject> objects, bool force, Action<PlannedObject> done,
        CancellationToken cancellationToken) =>
        Task.WhenAll(objects.Select(async item =>
        {
            // A Service goes at once; workloads that are recreated are gone before they are applied.
            if (item.Action == NsmPlanAction.Replace && item.Key.Kind == KnownTypes.Services.Kind)
            {
                await client.DeleteAsync(item.Key, item.Live.Uid(), cancellationToken);
            }

            if (item.Action != NsmPlanAction.Unchanged)
            {
                await client.ApplyAsync(item.Manifest, force || item.Retaken, dryRun: false, cancellationToken);
            }

            done(item);
        }));

    /// <summary>Deletes objects as they were planned: one that was recreated in between stays.</summary>
    public Task DeleteAsync(IEnumerable<PlannedObject> objects, Action<PlannedObject> done, CancellationToken cancellationToken) =>
        Task.WhenAll(objects.Select(async item =>
        {
            await client.DeleteAsync(item.Key, item.Live.Uid(), cancellationToken);
            done(item);
        }));

    /// <summary>Waits until objects are gone, as a rule of <see cref="RemovalRules"/> says. Those of a kind that the server does not serve
    /// are: its definition is gone, or was never established.</summary>
    /// <exception cref="WaitFailure">They are not gone in time.</exception>
    public async Task WaitUntilGoneAsync(
        IReadOnlyCollection<PlannedObject> objects, Func<ClusterView, ObjectKey, string?, WaitItem> rule, WaitLimits limits,
        Action<WaitItem> report, CancellationToken cancellationToken)
    {
        // Two workloads may have the same pod: their selectors say so.
        var types = await Task.WhenAll(objects.DistinctBy(item => item.Key).Select(async item =>
            (Type: await client.FindTypeAsync(item.Key.ApiVersion, item.Key.Kind, cancellationToken), Item: item)));
        var known = types.Where(entry => entry.Type is not null).Select(entry => (Type: entry.Type!, entry.Item)).ToArray();
        if (known.Length > 0)
        {
            await new Waiter(client, reasons).WaitAsync(
                RemovalRules.WatchedFor(known.Select(entry => (entry.Type, entry.Item.Key))),
                view => [.. known.Select(entry => rule(view, entry.Item.Key, entry.Item.Live.Uid()))],
                limits, report, cancellationToken);
        }
    }
}
