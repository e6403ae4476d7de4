using System.Threading.Channels;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;
using NsmPS.Operations;
using NsmPS.Topology.Managers;

namespace NsmPS.Topology.Live;

/// <summary>
/// A topology that is read again when objects of it change, and now and then, because a wire can die without any object that says so.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="managers">Asks NSM's managers; null to look only into the pods.</param>
/// <param name="options">What to look at.</param>
internal sealed class LiveTopology(MeshCluster cluster, ICrossConnectSource? managers, TopologyOptions options)
{
    // Changes come in groups, for example when a Deployment is scaled.
    private static readonly TimeSpan s_collecting = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    // A look into the pods of a large cluster takes long: most of the time it is left alone.
    private const int PauseFactor = 3;

    private readonly TopologyHistory _history = new();
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private TaskCompletionSource _next = New();
    private TopologyMoment? _now;

    /// <summary>The latest moment.</summary>
    /// <exception cref="InvalidOperationException">Nothing was read yet.</exception>
    public TopologyMoment Now => _now ?? throw new InvalidOperationException("Nothing was read yet.");

    /// <summary>The first look.</summary>
    /// <exception cref="NsmException">The cluster cannot be read.</exception>
    public async Task StartAsync(CancellationToken cancellationToken) => Publish(await ReadAsync(cancellationToken), "");

    /// <summary>Follows the cluster until cancelled. A cluster that cannot be read for a while is a problem of the moment.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = Types().Select(type => WatchAsync(type, ending.Token)).ToArray();
        try
        {
            while (true)
            {
                var took = await LookAsync(cancellationToken);
                await PauseAsync(took, cancellationToken);
            }
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static IEnumerable<ResourceType> Types() =>
    [
        KnownTypes.Nodes, KnownTypes.Pods, .. Generation.All.Select(generation => generation.Endpoints),
    ];

    private async Task<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        var began = cluster.Time.GetTimestamp();
        try
        {
            Publish(await ReadAsync(cancellationToken), "");
        }
        catch (NsmException failure)
        {
            Publish(Now.Topology, failure.Message);
        }

        return cluster.Time.GetElapsedTime(began);
    }

    private Task<NsmTopology> ReadAsync(CancellationToken cancellationToken) =>
        new TopologyReader(cluster.Again(), managers).ReadAsync(options, cancellationToken);

    private async Task PauseAsync(TimeSpan took, CancellationToken cancellationToken)
    {
        await Task.Delay(s_collecting, cluster.Time, cancellationToken);
        var longest = took * PauseFactor > s_longestPause ? took * PauseFactor : s_longestPause;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pause = Task.Delay(longest, cluster.Time, ending.Token);
        await Task.WhenAny(pause, _changed.Reader.WaitToReadAsync(ending.Token).AsTask());
        await ending.CancelAsync();
        _changed.Reader.TryRead(out _);
        cancellationToken.ThrowIfCancellationRequested();
    }

    // A kind that may not be watched is seen at the next look.
    private async Task WatchAsync(ResourceType type, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in cluster.Client.WatchAsync(type, ListFilter.All, cancellationToken))
            {
                Signal();
            }
        }
        catch (NsmException)
        {
            Signal();
        }
    }

    // When one is waiting already, a look is due anyway.
    private void Signal() => _changed.Writer.TryWrite(true);

    private void Publish(NsmTopology topology, string problem)
    {
        if (_now is not null)
        {
            var changes = TopologyDifference.Find(_now.Topology, topology);
            _history.Add(changes, cluster.Now);
            if (changes.Count == 0 && problem == _now.Problem)
            {
                return;
            }
        }

        var (before, next) = (_next, New());
        _next = next;
        _now = new TopologyMoment((_now?.Number ?? 0) + 1, topology, problem, _history.Changes, next.Task);
        before.TrySetResult();
    }
}
