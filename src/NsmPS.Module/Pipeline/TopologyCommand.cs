using NsmPS.Session;
using NsmPS.Topology;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that show who is connected with whom.</summary>
public abstract class TopologyCommand : LifecycleCommand
{
    /// <summary>How many pods of one cluster are read at once.</summary>
    private protected int PodsAtOnce => ThrottleLimit == 0 ? new TopologyOptions().ThrottleLimit : ThrottleLimit;

    // The limit is for the pods of one cluster; every cluster named is read at the same time.
    private protected override int ClustersAtOnce => int.MaxValue;

    /// <summary>How much is read; commands that show less ask less.</summary>
    private protected virtual TopologyOptions Options => new();

    /// <summary>How much is read of one cluster.</summary>
    private protected TopologyOptions OptionsFor(ClusterTarget target) =>
        Options with { Namespace = target.Namespace, ThrottleLimit = PodsAtOnce };

    private protected async Task<NsmTopology> ReadAsync(ClusterTarget target, PipelineQueue queue, CancellationToken cancellationToken)
    {
        var reader = new TopologyReader(await ConnectAsync(target, cancellationToken), new ManagerCrossConnects());
        var topology = await reader.ReadAsync(OptionsFor(target), cancellationToken);
        foreach (var warning in topology.Warnings)
        {
            // Managers that nobody can ask are told of by the source of each wire; from those that are late there is less than usual.
            Action<string> tell = topology.Late.Contains(warning) ? queue.Warning : queue.Verbose;
            tell($"{topology.Cluster}: {warning}");
        }

        return topology;
    }
}
