using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Connectivity;

/// <summary>Reads a pod's addresses and routes in the pod.</summary>
internal sealed class PodNetworkReader(ClusterClient client)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(15);
    private static readonly string[] s_command = ["sh", "-c", "ip addr && ip route"];

    /// <exception cref="NsmException">ExecFailed when the command cannot be run or fails.</exception>
    public async Task<PodNetwork> ReadAsync(JsonObject pod, string container, CancellationToken cancellationToken)
    {
        var result = await client.ExecAsync(pod.Namespace()!, pod.Name(), container, s_command, s_timeout, cancellationToken);
        return result.ExitCode == 0
            ? new PodNetwork(AddressParser.Parse(result.StandardOutput), result.StandardOutput)
            : throw new NsmException(NsmErrors.ExecFailed, $"'ip addr' in {pod.Key()} ended with exit code {result.ExitCode}: {result.StandardError.Trim()}", pod.Key().ToString());
    }
}
