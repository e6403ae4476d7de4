using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NsmPS.Kubernetes;
using NsmPS.Operations;
using NsmPS.Proof;
using NsmPS.Topology;
using NsmPS.Topology.Ends;

namespace NsmPS.Watching;

/// <summary>
/// Watches the objects that wires are about, keeps a ping running over each wire, and tells what is seen. A pod's interfaces are read when
/// the pod is new or has changed, and when a wire of it is not sound.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="takes">Which wires.</param>
/// <param name="interval">The pause between two pings.</param>
/// <param name="throttleLimit">How many pods are read at once.</param>
internal sealed class WireMonitor(MeshCluster cluster, Func<NsmConnection, bool> takes, TimeSpan interval, int throttleLimit)
{
    private const int MostLooks = 3;

    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_recheck = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(500);

    private readonly Channel<WireSign> _signs = Channel.CreateUnbounded<WireSign>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<bool> _changes =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly WatchedObjects _objects = new();
    private readonly Dictionary<WireKey, (WatchedWire Wire, CancellationTokenSource Stop, Task Run)> _followers = [];
    private readonly Dictionary<WireKey, int> _looks = [];
    private Dictionary<string, (PodLinks? Links, string Problem)> _links = [];

    private TimeProvider Time => cluster.Time;

    /// <summary>Everything that is seen, until it is cancelled. May be read once.</summary>
    public async IAsyncEnumerable<WireSign> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = WorkAsync(stop.Token);
        try
        {
            await foreach (var sign in _signs.Reader.ReadAllAsync(CancellationToken.None))
            {
                yield return sign;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await work;
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] parts = [_objects.RunAsync(cluster.Client, Signal, stop.Token), LookAsync(stop.Token), TickAsync(stop.Token)];
        try
        {
            await await Task.WhenAny(parts);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.WhenAll(_followers.Values.Select(follower => follower.Run)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var follower in _followers.Values)
            {
                follower.Stop.Dispose();
            }

            _signs.Writer.TryComplete();
        }
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(s_tick, Time, cancellationToken);
            _signs.Writer.TryWrite(new WireSign.Tick(Time.GetUtcNow()));
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var reader = new TopologyReader(cluster, managers: null);
        var options = new TopologyOptions { AskManagers = false, ThrottleLimit = throttleLimit };
        var isSound = true;
        while (true)
        {
            await WaitAsync(isSound ? Timeout.InfiniteTimeSpan : s_recheck, cancellationToken);
            if (_objects.Take() is not { } taken)
            {
                continue;
            }

            var known = _links.Where(pod => !taken.Changed.Contains(pod.Key)).ToDictionary();
            var view = await reader.LookAsync(taken.Objects, options, known, cancellationToken);
            _links = view.Links.Where(pod => pod.Value.Links is not null).ToDictionary();
            var wires = Wires(view);
            _signs.Writer.TryWrite(new WireSign.Seen(Time.GetUtcNow(), wires));
            await FollowAsync(wires, cancellationToken);
            isSound = true;
            foreach (var wire in wires.Where(wire => wire.Connection.State is NsmWireState.Down or NsmWireState.Dead
                || !wire.Target.CanPing || IsNewWithoutEnd(wire)))
            {
                isSound = false;
                MarkEnds(wire, view);
            }
        }
    }

    /// <summary>What has changed comes in bursts, so a look waits until it is calm for a moment.</summary>
    private async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(longest, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await _changes.Reader.WaitToReadAsync(either.Token);
            await Task.Delay(s_settle, Time, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It was calm all the time.
        }

        _changes.Reader.TryRead(out _);
    }

    private List<WatchedWire> Wires(TopologyView view)
    {
        var targets = new WireTargetRules(view, cluster.Catalog.SampleFiles).Find()
            .GroupBy(target => WireKey.Of(target.Row)).ToDictionary(group => group.Key, group => group.First());
        var workloads = view.Clients.ToLookup(client => (client.Pod.Namespace(), client.Pod.Name()), client => client.Workload);
        return [.. from wire in new WireMerge(view).Merge()
                   let key = WireKey.Of(wire)
                   let target = targets.GetValueOrDefault(key)
                   where target is not null && takes(wire)
                   select new WatchedWire(key, wire, target)
                   { Workload = workloads[(key.ClientNamespace, key.Client)].FirstOrDefault() ?? "" }];
    }

    private async Task FollowAsync(IReadOnlyList<WatchedWire> wires, CancellationToken cancellationToken)
    {
        var wanted = wires.Where(wire => wire.Target.CanPing).GroupBy(wire => wire.Key)
            .ToDictionary(group => group.Key, group => group.First());
        foreach (var (key, follower) in _followers.ToList())
        {
            if (wanted.TryGetValue(key, out var wire) && wire.Way == follower.Wire.Way)
            {
                wanted.Remove(key);
                continue;
            }

            _followers.Remove(key);
            await follower.Stop.CancelAsync();
            await follower.Run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            follower.Stop.Dispose();
            _signs.Writer.TryWrite(new WireSign.Stopped(Time.GetUtcNow(), key, null, "the wire has changed"));
        }

        foreach (var wire in wanted.Values)
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _followers[wire.Key] = (wire, stop, FollowAsync(wire, stop.Token));
        }
    }

    private async Task FollowAsync(WatchedWire wire, CancellationToken cancellationToken)
    {
        var answers = true;
        var key = PodKey(wire.Key.ClientNamespace, wire.Key.Client);
        await new WireFollower(cluster.Client, wire, interval, Tell).RunAsync(cancellationToken);

        void Tell(WireSign sign)
        {
            _signs.Writer.TryWrite(sign);
            var before = answers;
            answers = sign is WireSign.Answered || (answers && sign is not WireSign.Stopped { Problem.Length: > 0 });

            // A wire that falls silent has broken, and one that speaks again may be another one.
            if (sign is WireSign.Stopped { Problem.Length: > 0 } || answers != before
                || (sign is WireSign.Answered { Number: 0 } && wire.Connection.State == NsmWireState.Unknown))
            {
                _objects.Mark(key);
                Signal();
            }
        }
    }

    /// <summary>An endpoint that was read before the wire was there does not show its other end.</summary>
    private bool IsNewWithoutEnd(WatchedWire wire)
    {
        var looks = _looks.GetValueOrDefault(wire.Key) + 1;
        _looks[wire.Key] = looks;
        return wire.Connection.Endpoint.Length == 0 && looks <= MostLooks;
    }

    private void MarkEnds(WatchedWire wire, TopologyView view)
    {
        _objects.Mark(PodKey(wire.Key.ClientNamespace, wire.Key.Client));
        foreach (var endpoint in view.EndpointPods.Where(pod => pod.NetworkServices.Contains(wire.Key.NetworkService)))
        {
            _objects.Mark(endpoint.Pod.Key().ToString());
        }
    }

    private static string PodKey(string @namespace, string name) => KnownTypes.Pods.Key(@namespace, name).ToString();

    private void Signal() => _changes.Writer.TryWrite(true);
}
