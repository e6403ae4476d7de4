using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;
using NsmPS.Nsm.Wires;

namespace NsmPS.Watching;

/// <summary>Keeps one ping running over a wire, and starts the next when it ends or gets no answers.</summary>
/// <param name="cluster">Its cluster.</param>
/// <param name="wire">The wire.</param>
/// <param name="interval">The pause between two requests; where ping refuses it, a longer one is taken.</param>
/// <param name="tell">Gets what is seen.</param>
internal sealed class WireFollower(ClusterClient cluster, WatchedWire wire, TimeSpan interval, Action<WireSign> tell)
{
    /// <summary>Without an answer for so long, a new ping is started: one that is bound
    /// to an interface that is gone never gets one.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan[] s_intervals = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)];

    private readonly List<string> _containers = [.. wire.Target.Containers];
    private TimeSpan _interval = interval;

    private TimeProvider Time => cluster.Time;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (_containers.Count > 0)
        {
            var (sent, problem) = await PingAsync(_containers[0], cancellationToken);
            tell(new WireSign.Stopped(Time.GetUtcNow(), wire.Key, sent, problem));
            if (problem.Length > 0)
            {
                await Task.Delay(s_pause, Time, cancellationToken);
            }
        }

        tell(new WireSign.CannotPing(Time.GetUtcNow(), wire.Key, $"no container of the pod has {wire.Target.Tool.Program}"));
    }

    private async Task<(int? Sent, string Problem)> PingAsync(string container, CancellationToken cancellationToken)
    {
        var row = wire.Target.Row;
        var command = FollowCommand.For(wire.Target.Tool, row.EndpointAddress, row.Interface, _interval, s_longest);
        var patience = _interval * 3 > Patience ? _interval * 3 : Patience;
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = Time.CreateTimer(_ => silence.Cancel(), null, patience + ExecLimits.Short, Timeout.InfiniteTimeSpan);
        var (printed, errors, number) = ("", "", -1L);
        tell(new WireSign.Started(Time.GetUtcNow(), wire.Key));
        try
        {
            await foreach (var output in cluster.FollowAsync(row.ClientNamespace, row.Client, container, command,
                s_longest + ExecLimits.Short, silence.Token))
            {
                switch (output)
                {
                    case ExecOutput.Line { IsError: false } line when FollowCommand.Read(line.Text) is { } answer:
                        number = Unwrap(number, answer.Sequence);
                        tell(new WireSign.Answered(Time.GetUtcNow(), wire.Key, number, answer.Milliseconds));
                        timer.Change(patience, Timeout.InfiniteTimeSpan);
                        break;
                    case ExecOutput.Line line:
                        // The first line says that ping has begun; an answer is due from then on.
                        timer.Change(patience, Timeout.InfiniteTimeSpan);
                        (printed, errors) = line.IsError ? (printed, line.Text) : ($"{printed}{line.Text}\n", errors);
                        break;
                    case ExecOutput.Ended ended:
                        return Judge(ended.ExitCode, container, printed, errors);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "no answer");
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ExecFailed || exception.Error == NsmErrors.ClusterUnreachable)
        {
            return (null, exception.Message);
        }

        return (null, "");
    }

    private (int? Sent, string Problem) Judge(int code, string container, string printed, string errors)
    {
        var statistics = wire.Target.Tool.ReadPing(printed);
        if (code == PingCommand.NotFound)
        {
            _containers.Remove(container);
        }
        else if (FollowCommand.IsTooShort(errors) && s_intervals.FirstOrDefault(longer => longer > _interval) is { Ticks: > 0 } next)
        {
            _interval = next;
        }

        return (statistics?.Sent, code == 0 ? "" : errors.Length > 0 ? errors.Trim() : "no answer");
    }

    /// <summary>The number that the last 16 bits of it tell, knowing the one before.</summary>
    private static long Unwrap(long before, int sequence)
    {
        var step = (int)(((sequence - before) % FollowCommand.Numbers + FollowCommand.Numbers) % FollowCommand.Numbers);
        return before < 0 ? sequence : before + (step > FollowCommand.Numbers / 2 ? step - FollowCommand.Numbers : step);
    }
}
