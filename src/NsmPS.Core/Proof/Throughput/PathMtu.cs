using NsmPS.Kubernetes;

namespace NsmPS.Proof.Throughput;

/// <summary>Finds the largest packet that comes through a wire and back.</summary>
internal sealed class PathMtu(ClusterClient client, PodTools from)
{
    private static readonly TimeSpan s_try = TimeSpan.FromSeconds(5);

    /// <summary>The size in bytes, and whether the ping forbade that packets are split on their way.</summary>
    /// <param name="path">The wire, which answers usual pings.</param>
    /// <param name="mtu">The MTU of its interface.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(int Size, bool IsWhole)> FindAsync(TrafficPath path, int mtu, CancellationToken cancellationToken)
    {
        var place = new PodProgram(client, from, from.With(PodTools.Ping)!);
        var (search, whole) = (new MtuSearch(MtuPing.Usual(path.Target), mtu), true);
        while (search.Next is { } size)
        {
            var result = await place.RunAsync(MtuPing.Command(path.Target, path.Interface, size, whole), s_try, cancellationToken);
            if (whole && MtuPing.CannotForbid(result.StandardError))
            {
                whole = false;
                continue;
            }

            search.Take(size, result.ExitCode == 0, MtuPing.Told(result.StandardOutput + result.StandardError));
        }

        return (search.Largest, whole);
    }
}
