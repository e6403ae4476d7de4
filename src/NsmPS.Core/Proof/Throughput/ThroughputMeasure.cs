using System.Runtime.CompilerServices;
using NsmPS.Kubernetes.Exec;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;
using NsmPS.Topology.Managers;

namespace NsmPS.Proof.Throughput;

/// <summary>Measures what wires carry: one after the other, because they may share what carries them.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="managers">Asks NSM's managers; null to look only into the pods.</param>
/// <param name="options">How to measure.</param>
public sealed class ThroughputMeasure(MeshCluster cluster, ICrossConnectSource? managers, ThroughputOptions options)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    /// <summary>Finds the wires.</summary>
    /// <param name="takes">Which of them, by what is known before their test.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="NsmException">ClientsNotFound when no client asks for such a wire, OptionInvalid, NamespaceInvalid.</exception>
    public Task<WireTargets> FindAsync(Func<NsmIcmpResult, bool> takes, CancellationToken cancellationToken)
    {
        OptionRules.InRange(options.Duration, s_shortest, s_longest, nameof(options.Duration));
        OptionRules.Timeout(options.Timeout);
        if (options.MinimumRatio is { } ratio)
        {
            OptionRules.InRange(ratio, 0, 1, nameof(options.MinimumRatio));
        }

        return new WireProof(cluster, managers).FindAsync(takes, new NsmIcmpOptions
        {
            Namespace = options.Namespace,
            DebugImage = options.DebugImage,
            ThrottleLimit = options.ThrottleLimit,
        }, cancellationToken);
    }

    /// <summary>Measures them; one result for each as it comes. Whatever it started in pods has ended when it returns, or ends at once
    /// when it is cancelled.</summary>
    public async IAsyncEnumerable<NsmThroughputResult> RunAsync(WireTargets targets, Action<string> progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var debug = options.DebugImage is { } image ? new DebugContainers(cluster.Client, image) : null;
        var measure = new WireMeasure(cluster.Client, options, debug, progress);
        foreach (var wire in targets.Wires)
        {
            yield return await measure.MeasureAsync(wire, cancellationToken);
        }
    }
}
