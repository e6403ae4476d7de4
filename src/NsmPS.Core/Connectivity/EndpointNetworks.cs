using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Connectivity;

/// <summary>Reads the networks of a sample's endpoints, to tell which of them answered.</summary>
internal sealed class EndpointNetworks(ClusterClient client, IcmpTargets targets)
{
    /// <summary>The endpoints that could be read; one that could not be leaves its clients' locality unknown, no more.</summary>
    public async Task<IReadOnlyList<(JsonObject Pod, PodNetwork Network)>> ReadAsync(CancellationToken cancellationToken)
    {
        var read = await Task.WhenAll(targets.Endpoints.Select(pod => TryReadAsync(pod, cancellationToken)));
        return [.. read.Where(entry => entry.Network is not null).Select(entry => (entry.Pod, entry.Network!))];
    }

    private async Task<(JsonObject Pod, PodNetwork? Network)> TryReadAsync(JsonObject pod, CancellationToken cancellationToken)
    {
        try
        {
            return (pod, await new PodNetworkReader(client).ReadAsync(pod, targets.Sample.Endpoint.Container, cancellationToken));
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ExecFailed)
        {
            return (pod, null);
        }
    }
}
