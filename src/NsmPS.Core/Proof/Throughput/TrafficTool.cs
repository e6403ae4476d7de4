using NsmPS.Kubernetes;

namespace NsmPS.Proof.Throughput;

/// <summary>Sends as much as a way takes, with a program that both pods have.</summary>
internal abstract class TrafficTool(TimeProvider time)
{
    private const int FirstPort = 20_000;
    private const int Ports = 10_000;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <summary>The program.</summary>
    public abstract string Name { get; }

    /// <summary>The tool that both pods have the program of; null where there is none.</summary>
    public static TrafficTool? For(ClusterClient client, PodTools from, PodTools to, TimeSpan duration) =>
        (from.With(PodTools.Iperf), to.With(PodTools.Iperf)) is ({ } sender, { } receiver)
            ? new IperfTool(client.Time, new PodProgram(client, from, sender), new PodProgram(client, to, receiver), duration)
        : (from.With(PodTools.Netcat), to.With(PodTools.Netcat)) is ({ } first, { } second)
            ? new NetcatTool(client.Time, new PodProgram(client, from, first), new PodProgram(client, to, second), duration)
        : null;

    /// <summary>Measures a way; the server in the endpoint's pod has ended when it returns, however it does.</summary>
    /// <exception cref="NsmException">ExecFailed when a command cannot be run to its end.</exception>
    public abstract Task<TrafficFigures> MeasureAsync(TrafficPath path, CancellationToken cancellationToken);

    /// <summary>A port that is hardly in use, so that two who measure the same endpoint do not meet.</summary>
    protected static int AnyPort() => FirstPort + (int)((uint)Guid.NewGuid().GetHashCode() % Ports);

    /// <summary>Tries until the server listens.</summary>
    protected async Task<TrafficFigures> RetryAsync(TrafficServer server, Func<Task<TrafficFigures?>> attempt,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (await attempt() is { } figures)
            {
                return figures;
            }

            if (server.HasEnded)
            {
                return new TrafficFigures(null, Problem: await server.ProblemAsync());
            }

            if (time.GetElapsedTime(began) > s_patience)
            {
                return new TrafficFigures(null, Problem: $"the {Name} in the endpoint's pod does not take connections");
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }
}
