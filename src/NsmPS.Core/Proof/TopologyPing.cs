using NsmPS.Operations;
using NsmPS.Topology.Managers;

namespace NsmPS.Proof;

/// <summary>Adds pings over every wire to a topology.</summary>
public sealed class TopologyPing(MeshCluster cluster, ICrossConnectSource managers)
{
    /// <summary>The topology with what pings over its wires showed; as it was where no client asks for a wire.</summary>
    public async Task<NsmTopology> PingAsync(NsmTopology topology, CancellationToken cancellationToken)
    {
        if (topology.Clients.Count == 0)
        {
            return topology;
        }

        var (proof, options, rows) = (new WireProof(cluster, managers), new NsmIcmpOptions(), new List<NsmIcmpResult>());
        var targets = await proof.FindAsync(_ => true, options, cancellationToken);
        await foreach (var row in proof.TestAsync(targets, options, cancellationToken))
        {
            rows.Add(row);
        }

        return topology with { Pings = rows };
    }
}
