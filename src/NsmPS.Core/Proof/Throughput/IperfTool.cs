using System.Globalization;
using NsmPS.Kubernetes.Exec;

namespace NsmPS.Proof.Throughput;

/// <summary>iperf3: one TCP connection for the bandwidth, then small UDP packets as fast as they go.</summary>
internal sealed class IperfTool(TimeProvider time, PodProgram client, PodProgram server, TimeSpan duration) : TrafficTool(time)
{
    private const string Refused = "refused";
    private const string ConnectLimit = "5000";

    /// <summary>In bytes: what routers and VPPs are measured with.</summary>
    private const string SmallPacket = "64";

    private static readonly string[] s_unbound = ["option", "permitted"];

    public override string Name => PodTools.Iperf;

    public override async Task<TrafficFigures> MeasureAsync(TrafficPath path, CancellationToken cancellationToken)
    {
        var port = AnyPort().ToString(CultureInfo.InvariantCulture);
        await using var listening = new TrafficServer(server, [Name, "-s", "-B", path.Target, "-p", port],
            (duration * 2) + (ExecLimits.Short * 2), cancellationToken);
        string[] command = [Name, "-c", path.Target, "-p", port, "-J", "--connect-timeout", ConnectLimit, "-B", path.Local,
            "-t", ((int)Math.Ceiling(duration.TotalSeconds)).ToString(CultureInfo.InvariantCulture)];
        var stream = await RetryAsync(listening, () => RunAsync(path, command, cancellationToken), cancellationToken);
        if (stream.Mbps is null)
        {
            return stream;
        }

        var packets = await RetryAsync(listening, () => RunAsync(path, [.. command, "-u", "-b", "0", "-l", SmallPacket], cancellationToken),
            cancellationToken);
        return stream with { PacketsPerSecond = packets.PacketsPerSecond, Problem = packets.Problem };
    }

    /// <summary>Binds to the interface where iperf3 can and may, because two wires can lead to the same address.</summary>
    private async Task<TrafficFigures?> RunAsync(TrafficPath path, string[] command, CancellationToken cancellationToken)
    {
        var report = await AskAsync(path.Interface.Length > 0 ? [.. command, "--bind-dev", path.Interface] : command, cancellationToken);
        if (s_unbound.Any(word => report.Error.Contains(word, StringComparison.Ordinal)))
        {
            report = await AskAsync(command, cancellationToken);
        }

        return report.Error.Length == 0 ? new TrafficFigures(report.Mbps, report.PacketsPerSecond)
            : report.Error.Contains(Refused, StringComparison.Ordinal) ? null
            : new TrafficFigures(null, Problem: $"{Name} over {path.Name}: {report.Error.TrimEnd('.')}");
    }

    private async Task<IperfReport> AskAsync(string[] command, CancellationToken cancellationToken)
    {
        var result = await client.RunAsync(LeashedCommand.For(command), duration, cancellationToken);
        var report = IperfReport.Parse(result.StandardOutput);
        return result.StandardOutput.Length == 0 ? report with { Error = result.StandardError.Split('\n')[0].Trim() } : report;
    }
}
