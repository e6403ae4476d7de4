using NsmPS.Cluster;
using NsmPS.Manifests;

namespace NsmPS.Connectivity;

/// <summary>Proves the wires of a sample application by ping.</summary>
public sealed class IcmpProof(ClusterClient client, Catalog catalog)
{
    public ClusterClient Client => client;
    public Catalog Catalog => catalog;

    /// <summary>Pings from every client at once; one result per client as it comes.</summary>
    /// <exception cref="NsmException">ClientsNotFound when there is nothing to ping, SampleUnknown, OptionInvalid.</exception>
    public IAsyncEnumerable<NsmIcmpResult> TestAsync(NsmIcmpOptions options, CancellationToken cancellationToken) => throw new NotImplementedException();
}
