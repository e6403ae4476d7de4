using System.Management.Automation;
using NsmPS.Completion.Lists;
using NsmPS.Parameters;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that wait.</summary>
public abstract class TimedCommand : LifecycleCommand
{
    [Parameter(HelpMessage = "How long to wait, as a TimeSpan, seconds, or text such as 5m or 1h30m.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Does something on a cluster within the time limit.</summary>
    /// <exception cref="NsmException">WaitTimedOut, with the text for that.</exception>
    private protected async Task<T> WithinTimeoutAsync<T>(ClusterTarget target, string late, Func<CancellationToken, Task<T>> work,
        CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        try
        {
            return await work(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            throw new NsmException(NsmErrors.WaitTimedOut, late) { Cluster = target.Label };
        }
    }
}
