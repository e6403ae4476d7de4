using System.Globalization;
using NsmPS.Kubernetes.Exec;

namespace NsmPS.Proof.Throughput;

/// <summary>nc, which most images have: it sends zeros as fast as they go, and the client's interface counts them.</summary>
internal sealed class NetcatTool(TimeProvider time, PodProgram client, PodProgram server, TimeSpan duration) : TrafficTool(time)
{
    private const int NobodyListens = 9;
    private const double Mega = 1e6;
    private const int BitsOfByte = 8;

    /// <summary>In Mbit/s: less than this are the tries to connect, not data.</summary>
    private const double Nothing = 0.01;

    // A second passes first, so that the connection has its speed. The zeros end with the nc that they are given to. Whoever reads is
    // waited for last, because it ends the pause too.
    private const string Script =
        """
        exec 3<&0
        dd if=/dev/zero bs=65536 2>/dev/null | nc "$1" "$2" >/dev/null 2>&1 &
        pid=$!
        sleep 1
        kill -0 $pid 2>/dev/null || exit 9
        cat /proc/net/dev
        sleep "$3" >/dev/null &
        nap=$!
        (read -r end <&3; kill $pid $nap) >/dev/null 2>&1 &
        wait $nap
        cat /proc/net/dev
        kill $pid $! 2>/dev/null
        exit 0
        """;

    public override string Name => PodTools.Netcat;

    public override async Task<TrafficFigures> MeasureAsync(TrafficPath path, CancellationToken cancellationToken)
    {
        if (path.Interface.Length == 0)
        {
            return new TrafficFigures(null, Problem: $"which interface counts what {path.Name} carries cannot be told");
        }

        var (figures, unknownOption) = await MeasureAsync(path, ["-s", path.Target], cancellationToken);
        return unknownOption ? (await MeasureAsync(path, [], cancellationToken)).Figures : figures;
    }

    /// <summary>Listens on the way's own address; the smallest nc cannot, and listens on every address of the pod.</summary>
    private async Task<(TrafficFigures Figures, bool UnknownOption)> MeasureAsync(TrafficPath path, string[] only,
        CancellationToken cancellationToken)
    {
        var port = AnyPort().ToString(CultureInfo.InvariantCulture);
        await using var listening = new TrafficServer(server, [Name, "-l", "-p", port, .. only],
            duration + (ExecLimits.Short * 2), cancellationToken);
        var figures = await RetryAsync(listening, () => RunAsync(path, port, cancellationToken), cancellationToken);
        return (figures, figures.Mbps is null && only.Length > 0 && figures.Problem.Contains("invalid option", StringComparison.Ordinal));
    }

    private async Task<TrafficFigures?> RunAsync(TrafficPath path, string port, CancellationToken cancellationToken)
    {
        var seconds = (int)Math.Ceiling(duration.TotalSeconds);
        var result = await client.RunAsync(
            ["sh", "-c", Script, "sh", path.Target, port, seconds.ToString(CultureInfo.InvariantCulture)], duration, cancellationToken);
        if (result.ExitCode == NobodyListens)
        {
            return null;
        }

        var mbps = InterfaceCounters.Between(result.StandardOutput, path.Interface)?.Bytes * BitsOfByte / Mega / seconds;
        return mbps is null
            ? new TrafficFigures(null, Problem: $"what {path.Interface} has sent cannot be read: {result.StandardError.Trim()}")
            : mbps < Nothing ? new TrafficFigures(null, Problem: $"no data goes over {path.Name}")
            : new TrafficFigures(mbps);
    }
}
