using NsmPS.Session;
using NsmPS.Topology;

namespace NsmPS.Completion.Wires;

/// <summary>Completes names that the topology of a cluster holds. Looks into no pod and asks no manager.</summary>
internal abstract class TopologyCompleter(Func<NsmTopology, IEnumerable<Candidate>> names) : ClusterCompleter
{
    private static readonly TopologyOptions s_quick = new() { ReadPods = false, AskManagers = false };

    protected override async Task<IReadOnlyList<Candidate>> FindAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var client = await request.Session.ConnectAsync(request.Target, cancellationToken);
        var reader = new TopologyReader(new(client, ModuleCatalog.Load(request.ManifestPath)), new ManagerCrossConnects());
        return [.. names(await reader.ReadAsync(s_quick, cancellationToken)).DistinctBy(candidate => candidate.Text)];
    }
}
