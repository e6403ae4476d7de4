using System.Management.Automation;
using NsmPS.Operations;

namespace NsmPS.Pipeline;

/// <summary>Turns the events of one operation on one cluster into progress, verbose texts and warnings.</summary>
internal sealed class LifecycleReport(PipelineQueue queue, string activity, int activityId, TimeProvider time)
{
    private static readonly TimeSpan s_statusInterval = TimeSpan.FromMilliseconds(200);

    private string _step = "Starting";
    private int _percent;
    private long _lastStatus;

    /// <summary>Follows the events to their end and gives the result that the last one carries.</summary>
    /// <exception cref="NsmException">The operation failed.</exception>
    public async Task<object?> FollowAsync(IAsyncEnumerable<LifecycleEvent> events, CancellationToken cancellationToken)
    {
        LifecycleEvent? last = null;
        try
        {
            ShowProgress(status: null);
            await foreach (var happened in events.WithCancellation(cancellationToken))
            {
                last = happened;
                Show(happened);
            }
        }
        finally
        {
            queue.Progress(new ProgressRecord(activityId, activity, _step) { RecordType = ProgressRecordType.Completed });
        }

        return last switch
        {
            LifecycleEvent.Completed completed => completed.Result,
            LifecycleEvent.Failed failed => throw failed.Error,
            _ => throw new InvalidOperationException("The operation ended without saying how."),
        };
    }

    private void Show(LifecycleEvent happened)
    {
        switch (happened)
        {
            case LifecycleEvent.Step step:
                (_step, _percent) = (step.Text, Math.Clamp(step.PercentComplete, 0, 100));
                queue.Verbose($"{step.Cluster}: {step.Text}");
                ShowProgress(status: null);
                break;
            case LifecycleEvent.ObjectDone done:
                queue.Verbose($"{done.Cluster}: {done.Action} {done.Target}");
                break;
            case LifecycleEvent.Status status:
                var reason = status.Reason.Length == 0 ? "" : $" ({status.Reason})";
                queue.Verbose($"{status.Cluster}: {status.Target} is {status.State}{reason}");
                ShowStatus($"{status.Target}: {status.State}{reason}");
                break;
            case LifecycleEvent.Warning warning:
                queue.Warning($"{warning.Cluster}: {warning.Text}");
                break;
            case LifecycleEvent.Completed completed:
                queue.Verbose($"{completed.Cluster}: {completed.Text}");
                queue.Information($"{completed.Cluster}: {completed.Text}");
                break;
        }
    }

    // Objects change faster than anyone reads, and drawing costs the host time.
    private void ShowStatus(string status)
    {
        if (_lastStatus == 0 || time.GetElapsedTime(_lastStatus) >= s_statusInterval)
        {
            _lastStatus = time.GetTimestamp();
            ShowProgress(status);
        }
    }

    private void ShowProgress(string? status) =>
        queue.Progress(new ProgressRecord(activityId, activity, status is null ? _step : $"{_step}: {status}") { PercentComplete = _percent });
}
