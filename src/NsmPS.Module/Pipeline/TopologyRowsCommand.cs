using System.Management.Automation;
using NsmPS.Completion.Lists;
using NsmPS.Errors;
using NsmPS.Parameters;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that show rows of topologies. What comes by the pipeline is collected, so that each cluster is read once
/// however many objects came from it, and all clusters at the same time.</summary>
public abstract class TopologyRowsCommand : TopologyCommand
{
    private readonly List<(ClusterTarget Target, TopologyPiece? Piece)> _asked = [];

    [Parameter(ValueFromPipeline = true,
        HelpMessage = "A client, endpoint, wire, network service, ping result or sample; only what belongs to it is looked at.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ObjectOf(typeof(NsmClient), typeof(NsmEndpoint), typeof(NsmConnection), typeof(NsmNetworkService), typeof(NsmIcmpResult),
        typeof(NsmSampleApp))]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() =>
        _asked.AddRange(ResolveTargets().Select(target => (target, InputObject is null ? null : TopologyPiece.Of(InputObject))));

    /// <summary>The clusters that were asked for, each with what was piped; null stands for everything.</summary>
    private protected IReadOnlyList<IGrouping<ClusterTarget, TopologyPiece?>> Clusters() =>
        [.. _asked.GroupBy(asked => asked.Target, asked => asked.Piece)];

    /// <summary>Shows the rows of every cluster that pass, and names that are not there.</summary>
    /// <param name="all">The rows of a topology.</param>
    /// <param name="belongs">Whether a row belongs to a piped object.</param>
    /// <param name="passes">Whether the parameters mean a row.</param>
    /// <param name="names">The names that the user asked for, with wildcards.</param>
    /// <param name="nameOf">The name of a row that these mean.</param>
    /// <param name="notFound">The error where nothing has an exact name.</param>
    /// <param name="what">What a row is, in messages.</param>
    private protected void Show<T>(Func<NsmTopology, IEnumerable<T>> all, Func<TopologyPiece, NsmTopology, T, bool> belongs,
        Func<T, bool> passes, IReadOnlyList<string> names, Func<T, string> nameOf, NsmError notFound, string what)
        where T : notnull
    {
        var clusters = Clusters();
        ForEach(clusters, clusters.Count == 1, cluster => cluster.Key.Label, async (cluster, queue, token) =>
        {
            await IntroduceAsync(cluster.Key, queue, token);
            var topology = await ReadAsync(cluster.Key, queue, token);
            var pieces = cluster.ToList();
            var rows = all(topology).Where(row => pieces.Any(piece => piece is null || belongs(piece, topology, row))).ToList();
            var shown = rows.Where(row => Matches(names, nameOf(row)) && passes(row)).ToList();
            shown.ForEach(row => queue.Result(row, cluster.Key));
            foreach (var missing in ExactNames.Missing(names, rows.Select(nameOf)))
            {
                queue.Error(ErrorRecords.From(new NsmException(notFound, $"There is no {what} '{missing}'.", missing)
                { Cluster = topology.Cluster }));
            }

            return shown.Count;
        });
    }

    /// <summary>Whether a text is one that patterns of the user mean.</summary>
    private protected static bool Matches(IReadOnlyList<string> patterns, string text) => NamePattern.Fits(patterns, text);
}
