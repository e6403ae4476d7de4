using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Nsm.Wires;

/// <summary>How wires of one kind of interface are read and pinged in a container.</summary>
internal abstract class WireTool
{
    /// <summary>The mechanism of shared memory interfaces, which only VPP sees.</summary>
    public const string Memif = "memif";

    private static readonly WireTool s_kernel = new KernelTool();
    private static readonly WireTool s_vpp = new VppTool();

    /// <summary>The tool for a mechanism of the catalogue; whatever is not VPP's is the kernel's.</summary>
    public static WireTool For(string mechanism) => mechanism == Memif ? s_vpp : s_kernel;

    /// <summary>The program that pings.</summary>
    public abstract string Program { get; }

    /// <summary>The command that shows a container's interfaces and no more.</summary>
    public abstract IReadOnlyList<string> ReadCommand { get; }

    /// <summary>The command that shows the interfaces, prints <see cref="PingCommand.Marker"/>, reads the address to ping, pings it, and
    /// then shows who answered and fetches what is to be checked. Where the address is known, the interfaces need not be shown.</summary>
    public abstract IReadOnlyList<string> TestCommand(NsmIcmpOptions options, IReadOnlyList<SampleCheck> checks, bool addressKnown);

    /// <summary>Reads a pod's addresses and routes in the pod.</summary>
    /// <exception cref="NsmException">ExecFailed when the command cannot be run or fails.</exception>
    public async Task<PodNetwork> ReadAsync(ClusterClient client, JsonObject pod, string container, CancellationToken cancellationToken)
    {
        var result = await client.ExecAsync(pod.Namespace()!, pod.Name(), container, ReadCommand, ExecLimits.Short, cancellationToken);
        return result.ExitCode == 0
            ? ReadNetwork(result.StandardOutput)
            : throw new NsmException(NsmErrors.ExecFailed, $"Reading the interfaces in {pod.Key()} ended with exit code {result.ExitCode}: "
                + $"{result.StandardError.Trim()}", pod.Key().ToString());
    }

    /// <summary>Reads what a command showed of interfaces.</summary>
    public abstract PodNetwork ReadNetwork(string printed);

    /// <summary>Reads the ping's statistics; null when there are none.</summary>
    public abstract PingStatistics? ReadPing(string printed);

    /// <summary>The hardware address that was found for an address; empty when there is none.</summary>
    public abstract string ReadNeighbour(string printed, string address);
}
