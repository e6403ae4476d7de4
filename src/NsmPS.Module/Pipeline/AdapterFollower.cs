using System.Management.Automation;
using NsmPS.Adapter.Client;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>Gives an adapter an operation and shows its events until it has ended on every cluster.</summary>
internal sealed class AdapterFollower(AdapterClient client, PipelineQueue queue)
{
    private const int ActivityId = 7800;

    /// <summary>Follows an operation to its end.</summary>
    /// <exception cref="NsmException">WaitTimedOut; or the adapter did not take it.</exception>
    public async Task<NsmAdapterOperationResult> FollowAsync(AdapterJob job, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var activity = $"{(job.Request.Delete ? "Undo " : "")}{job.Request.Operation} by the adapter at {client.Address}";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        var events = new List<NsmAdapterEvent>();
        try
        {
            queue.Progress(new ProgressRecord(ActivityId, activity, "Waiting for its first event"));
            await foreach (var happened in client.ApplyAndWatchAsync(job.Request,
                problem => queue.Verbose($"{problem.Message} Trying again."), limit.Token))
            {
                events.Add(happened);
                Show(happened, activity);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TimedOut(job, timeout, events);
        }
        finally
        {
            queue.Progress(new ProgressRecord(ActivityId, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }

        var state = events.Exists(happened => happened.Type == NsmAdapterEventType.Error)
            ? NsmAdapterOperationState.Failed
            : NsmAdapterOperationState.Succeeded;
        return job.Result(client.Address, state, events);
    }

    /// <summary>An event of an operation that failed, as an error.</summary>
    public static NsmException Failure(NsmAdapterEvent end)
    {
        var details = end.Details.Length == 0 || end.Details == end.Summary ? "" : $": {end.Details}";
        return new NsmException(NsmErrors.AdapterOperationFailed, $"{end.Summary}{details}", end.OperationId)
        { Remedy = end.Remedy.Length == 0 ? NsmErrors.AdapterOperationFailed.Remedy : end.Remedy };
    }

    private static NsmException TimedOut(AdapterJob job, TimeSpan timeout, List<NsmAdapterEvent> events)
    {
        var last = events.Count == 0 ? "it told nothing" : $"the last it told was '{events[^1].Summary}'";
        return new NsmException(
            NsmErrors.WaitTimedOut,
            $"Operation {job.Request.Operation} ended on {events.Count(AdapterClient.IsEnd)} of {job.Names.Count} clusters within "
                + $"{timeout}; {last}. The adapter goes on with it.",
            job.Request.OperationId)
        { Remedy = $"Watch it with Watch-NsmAdapterEvent -OperationId {job.Request.OperationId}, or give a longer -Timeout." };
    }

    private void Show(NsmAdapterEvent happened, string activity)
    {
        queue.Progress(new ProgressRecord(ActivityId, activity, happened.Summary.Length == 0 ? "…" : happened.Summary));
        var text = happened.Details.Length == 0 ? happened.Summary : $"{happened.Summary}: {happened.Details}";
        if (happened.Type == NsmAdapterEventType.Warning)
        {
            queue.Warning(text);
        }
        else
        {
            queue.Verbose(text);
        }
    }
}
