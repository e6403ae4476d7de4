using NsmPS.Operations;
using NsmPS.Proof;

namespace NsmPS.Topology;

/// <summary>Adds pings to a topology, for the clients of known samples: of others nobody can say which address answers.</summary>
public sealed class WirePing(MeshCluster cluster)
{
    /// <summary>The topology with what pings over its wires showed.</summary>
    public async Task<NsmTopology> PingAsync(NsmTopology topology, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var proof = new IcmpProof(cluster);
        var rows = new List<NsmIcmpResult>();
        foreach (var (sample, @namespace) in from sample in cluster.Catalog.SampleFiles
                                             from found in topology.Clients
                                             where found.Workload == sample.Client.Deployment
                                             group found by (sample.Name, found.Namespace) into installed
                                             select installed.Key)
        {
            var options = new NsmIcmpOptions { SampleApp = sample, Namespace = @namespace };
            await foreach (var row in proof.TestAsync(await proof.FindAsync(options, cancellationToken), options, cancellationToken))
            {
                rows.Add(row);
            }
        }

        return topology with { Pings = rows };
    }
}
