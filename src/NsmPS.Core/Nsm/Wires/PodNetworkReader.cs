using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;

namespace NsmPS.Nsm.Wires;

/// <summary>Reads a pod's addresses and routes in the pod.</summary>
internal sealed class PodNetworkReader(ClusterClient client)
{
    /// <exception cref="NsmException">ExecFailed when the command cannot be run or fails.</exception>
    public async Task<PodNetwork> ReadAsync(JsonObject pod, string container, WireTool tool, CancellationToken cancellationToken)
    {
        var result = await client.ExecAsync(pod.Namespace()!, pod.Name(), container, tool.ReadCommand, ExecLimits.Short, cancellationToken);
        return result.ExitCode == 0
            ? tool.ReadNetwork(result.StandardOutput)
            : throw new NsmException(NsmErrors.ExecFailed, $"Reading the interfaces in {pod.Key()} ended with exit code {result.ExitCode}: {result.StandardError.Trim()}", pod.Key().ToString());
    }
}
