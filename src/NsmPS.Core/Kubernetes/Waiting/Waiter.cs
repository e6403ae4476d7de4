using System.Threading.Channels;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Watch;

namespace NsmPS.Kubernetes.Waiting;

/// <summary>How long to wait.</summary>
/// <param name="Until">The deadline on the client's clock.</param>
/// <param name="Grace">How long something doubtful may last before the wait fails.</param>
internal sealed record WaitLimits(DateTimeOffset Until, TimeSpan Grace)
{
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(30);
}

/// <summary>Waits by watching: lists and watches, asks a pure rule after every change, and says why when it gives up.</summary>
/// <param name="client">The cluster.</param>
/// <param name="reasons">Follows why; null where nobody wants to know.</param>
internal sealed class Waiter(ClusterClient client, WaitReasons? reasons = null)
{
    private static readonly TimeSpan s_recheck = TimeSpan.FromSeconds(1);

    /// <summary>Ends when every item of the rule is Ready.</summary>
    /// <param name="watched">What the rule looks at.</param>
    /// <param name="rule">Says how each thing is doing.</param>
    /// <param name="limits">When to give up.</param>
    /// <param name="report">Gets each change of an item once.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <exception cref="WaitFailure">An item failed, or the time is over.</exception>
    public async Task WaitAsync(
        IReadOnlyList<Watched> watched, Func<ClusterView, IReadOnlyList<WaitItem>> rule, WaitLimits limits, Action<WaitItem> report,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changes = Channel.CreateUnbounded<(Watched Watched, WatchEvent Change)>(new UnboundedChannelOptions { SingleReader = true });
        var watches = watched.Select(entry => FollowAsync(entry, changes.Writer, stop.Token)).ToArray();
        try
        {
            await DecideAsync(watched, rule, new WaitProgress(limits, report, reasons), changes.Reader, Task.WhenAny(watches), stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            reasons?.End();
            await Task.WhenAll(watches).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(Watched watched, ChannelWriter<(Watched, WatchEvent)> changes, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in client.WatchAsync(watched.Type, watched.Filter, cancellationToken))
            {
                changes.TryWrite((watched, change));
            }
        }
        catch (NsmException exception) when (watched.Optional && exception.Error == NsmErrors.AccessDenied)
        {
            changes.TryWrite((watched, new WatchEvent.Snapshot([])));
            await Task.Delay(Timeout.InfiniteTimeSpan, client.Time, cancellationToken);
        }
    }

    private async Task DecideAsync(
        IReadOnlyList<Watched> watched, Func<ClusterView, IReadOnlyList<WaitItem>> rule, WaitProgress progress,
        ChannelReader<(Watched Watched, WatchEvent Change)> changes, Task<Task> fault,
        CancellationToken cancellationToken)
    {
        var view = new ClusterView();
        while (true)
        {
            while (changes.TryRead(out var entry))
            {
                view.Take(entry.Watched, entry.Change);
            }

            if (watched.All(view.HasSeen))
            {
                if (progress.IsDone(rule(view), client.Time.GetUtcNow()))
                {
                    return;
                }
            }
            else
            {
                progress.ThrowWhenOver(client.Time.GetUtcNow());
            }

            await NextAsync(changes, fault, cancellationToken);
        }
    }

    /// <summary>The next change, or a moment later: grace and deadline pass without any change. A
    /// watch that ends has failed, and the wait fails with its error.</summary>
    private async Task NextAsync(ChannelReader<(Watched, WatchEvent)> changes, Task<Task> fault, CancellationToken cancellationToken)
    {
        using var moment = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pause = Task.Delay(s_recheck, client.Time, moment.Token);
        var next = changes.WaitToReadAsync(moment.Token).AsTask();
        var first = await Task.WhenAny(fault, next, pause);
        await moment.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (first == fault)
        {
            await await fault;
        }
    }
}
