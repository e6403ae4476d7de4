using NsmPS.Kubernetes;

namespace NsmPS.Adapter.Operations;

/// <summary>Opens connections to clusters.</summary>
internal interface IClusterConnector
{
    /// <summary>Prepares a connection; nothing is sent yet. The caller disposes it.</summary>
    /// <exception cref="NsmException">The kubeconfig is not usable.</exception>
    Task<ClusterClient> ConnectAsync(ClusterSource source, CancellationToken cancellationToken);
}
