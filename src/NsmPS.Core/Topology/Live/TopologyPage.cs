using NsmPS.Operations;
using NsmPS.Topology.Managers;

namespace NsmPS.Topology.Live;

/// <summary>A web page on this machine that shows a topology and its changes as they come.</summary>
public sealed class TopologyPage : IDisposable
{
    private readonly LiveTopology _topology;
    private readonly TopologyServer _server;
    private readonly TimeProvider _time;

    private TopologyPage(LiveTopology topology, TopologyServer server, TimeProvider time) =>
        (_topology, _server, _time) = (topology, server, time);

    /// <summary>Where the page is. The address holds a token, so it opens the page to anyone who learns it on this machine.</summary>
    public Uri Address => _server.Address;

    /// <summary>Reads the topology once, and makes the page ready.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="managers">Asks NSM's managers; null to look only into the pods.</param>
    /// <param name="options">What to look at.</param>
    /// <param name="port">The port; 0 takes any free one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="NsmException">The cluster cannot be read; PortInUse.</exception>
    public static async Task<TopologyPage> OpenAsync(
        MeshCluster cluster, ICrossConnectSource? managers, TopologyOptions options, int port, CancellationToken cancellationToken)
    {
        var topology = new LiveTopology(cluster, managers, options);
        await topology.StartAsync(cancellationToken);
        return new TopologyPage(topology, TopologyServer.Listen(topology, cluster.Time, port), cluster.Time);
    }

    /// <summary>Serves the page and follows the cluster.</summary>
    /// <param name="duration">For how long; null until cancelled.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task RunAsync(TimeSpan? duration, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(duration ?? Timeout.InfiniteTimeSpan, _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        var running = new[] { _topology.RunAsync(ending.Token), _server.RunAsync(ending.Token) };
        await Task.WhenAny(running);
        await ending.CancelAsync();
        try
        {
            await Task.WhenAll(running);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Dispose() => _server.Dispose();
}
