using System.Globalization;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Wires;

namespace NsmPS.Proof.Throughput;

/// <summary>Pings again and again, and keeps how long each answer took.</summary>
internal sealed class LatencyPing(ClusterClient client, PodTools from, TimeSpan duration)
{
    /// <summary>Pings of others than root refuse the first on many systems.</summary>
    private static readonly TimeSpan[] s_intervals =
        [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)];

    /// <summary>The times in milliseconds; none where nothing answers, or nothing can ping.</summary>
    public async Task<IReadOnlyList<double>> RunAsync(TrafficPath path, bool inVpp, CancellationToken cancellationToken)
    {
        if (from.With(inVpp ? PodTools.Vppctl : PodTools.Ping) is not { } container)
        {
            return [];
        }

        var place = new PodProgram(client, from, container);
        foreach (var interval in s_intervals)
        {
            var result = await place.RunAsync(
                inVpp ? FollowCommand.For(WireTool.For(WireTool.Memif), path.Target, path.Interface, interval, duration)
                    : LeashedCommand.For(Command(path, interval)), duration, cancellationToken);
            if (!FollowCommand.IsTooShort(result.StandardError))
            {
                return [.. result.StandardOutput.Split('\n').Select(FollowCommand.Read).OfType<PingAnswer>()
                    .Select(answer => answer.Milliseconds)];
            }
        }

        return [];
    }

    private IReadOnlyList<string> Command(TrafficPath path, TimeSpan interval)
    {
        var count = Math.Max(1, (int)(duration / interval));
        return
        [
            PodTools.Ping, "-i", interval.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture), "-c",
            count.ToString(CultureInfo.InvariantCulture), "-W", "1",
            .. path.Interface.Length > 0 ? (string[])["-I", path.Interface] : [], path.Target,
        ];
    }
}
