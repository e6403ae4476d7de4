using System.Runtime.CompilerServices;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Watching;

/// <summary>Tells each change of wires as it happens.</summary>
public sealed class ConnectionWatch(MeshCluster cluster)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);
    private const int LargestThrottle = 1_000;

    /// <summary>
    /// Watches pods and NSM's objects, and pings over every wire. The wires that are there come first, each as a change that is initial.
    /// </summary>
    /// <param name="takes">Which wires, by what is known without a ping.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends it; it does not end by itself.</param>
    /// <exception cref="NsmException">OptionInvalid, NamespaceInvalid, AccessDenied; ClusterUnreachable after a long outage.</exception>
    public async IAsyncEnumerable<NsmConnectionChange> WatchAsync(Func<NsmConnection, bool> takes, ConnectionWatchOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OptionRules.InRange(options.Interval, s_shortest, s_longest, nameof(options.Interval));
        OptionRules.InRange(options.ThrottleLimit, 1, LargestThrottle, nameof(options.ThrottleLimit));
        var @namespace = OptionRules.Namespace(options.Namespace);
        var monitor = new WireMonitor(cluster, wire => takes(wire) && (@namespace is null || wire.ClientNamespace == @namespace),
            options.Interval, options.ThrottleLimit);
        var book = new WireBook(cluster.Name, options.Interval);
        await foreach (var sign in monitor.RunAsync(cancellationToken))
        {
            foreach (var change in book.Take(sign))
            {
                yield return change;
            }
        }
    }
}
