using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Wires;

namespace NsmPS.Proof;

/// <summary>Reads the networks of endpoints, to tell which of them answered.</summary>
internal sealed class EndpointNetworks(ClusterClient client, IcmpTargets targets)
{
    /// <summary>The endpoints that could be read; one that could not be leaves its clients' locality unknown, no more.</summary>
    public async Task<IReadOnlyList<(JsonObject Pod, PodNetwork Network)>> ReadAsync(CancellationToken cancellationToken)
    {
        var read = await Task.WhenAll(targets.Endpoints.Select(endpoint => TryReadAsync(endpoint, cancellationToken)));
        return [.. read.Where(entry => entry.Network is not null).Select(entry => (entry.Pod, entry.Network!))];
    }

    private async Task<(JsonObject Pod, PodNetwork? Network)> TryReadAsync(EndpointPod endpoint, CancellationToken cancellationToken)
    {
        try
        {
            return (endpoint.Pod, await new PodNetworkReader(client).ReadAsync(endpoint.Pod, endpoint.Container, endpoint.Tool, cancellationToken));
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ExecFailed)
        {
            return (endpoint.Pod, null);
        }
    }
}
