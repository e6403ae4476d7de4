using System.Management.Automation;
using NsmPS.Operations;
using NsmPS.Views;

namespace NsmPS.Pipeline;

/// <summary>Turns the events of one operation on one cluster into progress, verbose texts and warnings.</summary>
internal sealed class LifecycleReport(PipelineQueue queue, string cluster, string operation, int activityId)
{
    /// <summary>The host gives the activity half of a line, so at 80 columns the name of a cluster leaves room for what is done.</summary>
    private const int ClusterWidth = 30;

    private readonly string _activity = $"{ShortName.Fit(cluster, ClusterWidth)}: {operation}";

    private string _step = "Starting";
    private string _reason = "";
    private int _percent;

    /// <summary>Follows the events to their end and gives the result that the last one carries.</summary>
    /// <exception cref="NsmException">The operation failed.</exception>
    public async Task<object?> FollowAsync(IAsyncEnumerable<LifecycleEvent> events, CancellationToken cancellationToken)
    {
        LifecycleEvent? last = null;
        try
        {
            ShowProgress();
            await foreach (var happened in events.WithCancellation(cancellationToken))
            {
                last = happened;
                Show(happened);
            }
        }
        finally
        {
            queue.Progress(new ProgressRecord(activityId, _activity, _step) { RecordType = ProgressRecordType.Completed });
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
                ShowProgress();
                break;
            case LifecycleEvent.ObjectDone done:
                queue.Verbose($"{done.Cluster}: {done.Action} {done.Target}");
                break;
            case LifecycleEvent.Status status:
                var reason = status.Reason.Length == 0 ? "" : $" ({status.Reason})";
                queue.Verbose($"{status.Cluster}: {status.Target} is {status.State}{reason}");
                break;
            case LifecycleEvent.Waiting waiting:
                _reason = waiting.Reason;
                ShowProgress();
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

    /// <summary>Why it waits says more than what is being done.</summary>
    private void ShowProgress() =>
        queue.Progress(new ProgressRecord(activityId, _activity, _reason.Length == 0 ? _step : _reason)
        {
            CurrentOperation = _step,
            PercentComplete = _percent,
        });
}
