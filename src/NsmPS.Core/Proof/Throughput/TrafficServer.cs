using NsmPS.Kubernetes.Exec;

namespace NsmPS.Proof.Throughput;

/// <summary>A program that listens in a pod until this is disposed of.</summary>
internal sealed class TrafficServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Task<ExecResult> _run;

    public TrafficServer(PodProgram place, IReadOnlyList<string> program, TimeSpan longest, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _run = place.RunAsync(LeashedCommand.Silent(program), longest, _stop.Token);
    }

    /// <summary>Whether it has ended by itself, which it must not.</summary>
    public bool HasEnded => _run.IsCompleted;

    /// <summary>Why it has ended.</summary>
    public async Task<string> ProblemAsync()
    {
        try
        {
            var result = await _run;
            return $"the server in the endpoint's pod ended with exit code {result.ExitCode}: "
                + result.StandardError.Trim();
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ExecFailed)
        {
            return exception.Message.TrimEnd('.');
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
