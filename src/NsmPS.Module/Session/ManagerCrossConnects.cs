using NsmPS.Adapter.Client.Crossconnects;
using NsmPS.Topology.Managers;

namespace NsmPS.Session;

/// <summary>Lets the library, which knows no gRPC, ask NSM's managers.</summary>
internal sealed class ManagerCrossConnects : ICrossConnectSource
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<NsmCrossConnect>> ReadAsync(Stream connection, CancellationToken cancellationToken) => CrossConnectReader.ReadAsync(connection, cancellationToken);
}
