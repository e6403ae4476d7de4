using System.Collections.Concurrent;
using NsmPS.Adapter.Events;
using NsmPS.Adapter.Hosting;
using NsmPS.Adapter.Hosting.Logs;
using NsmPS.Adapter.Operations.Journal;
using NsmPS.Adapter.Operations.Lanes;

namespace NsmPS.Adapter.Operations;

/// <summary>Takes requests, carries them out apart from their callers, and says what became of them by events.</summary>
internal sealed class OperationEngine(
    IClusterConnector connector, ClusterRunner runner, OperationRegistry registry, EventHub hub, AdapterMetrics metrics,
    AdapterSettings settings, OperationJournal journal, ILogger<OperationEngine> log) : IDisposable
{
    /// <summary>How long cancelled operations have to say that they were cancelled.</summary>
    public static readonly TimeSpan CancelTime = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<Task, string> _running = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();

    // Of all places a caller may have three quarters and an API server, which may hang, half.
    private readonly OperationShares _callers = new(Math.Max(1, settings.MaxOperations * 3 / 4));
    private readonly OperationShares _servers = new(Math.Max(1, settings.MaxOperations / 2));
    private bool _stopping;

    /// <summary>Operations that run or wait, each cluster counted. Guarded by the lock.</summary>
    private int Open
    {
        get;
        set
        {
            field = value;
            metrics.OperationsOpen = value;
        }
    }

    /// <summary>Starts an operation and returns when it has its place in the order of each of its clusters. A cluster that does not
    /// answer delays that by two seconds at most.</summary>
    /// <exception cref="NsmException">AdapterStopping or OperationQueueFull; then nothing was started.</exception>
    public async Task StartAsync(OperationRequest request)
    {
        var refusal = Refusal(request);
        var placed = new List<Task>();
        lock (_gate)
        {
            Reserve(request.Caller, refusal is null ? request.Clusters.Count : 0);
            if (refusal is null)
            {
                foreach (var source in request.Clusters)
                {
                    var hasPlace = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    placed.Add(hasPlace.Task);
                    Track(Task.Run(() => RunAsync(request, source, hasPlace), CancellationToken.None), request.OperationId);
                }
            }
        }

        log.OperationAccepted(request.OperationId, request.Direction, request.Operation.Key, request.Clusters.Count);
        if (refusal is not null)
        {
            End(EventTexts.Failed(request, null, refusal), request);
        }

        await Task.WhenAll(placed);
    }

    /// <summary>Says that a key is unknown.</summary>
    /// <returns>What was said.</returns>
    public string Refuse(string operationId, string key)
    {
        var what = key.Length > 0
            ? $"There is no operation '{RequestRules.Shown(key)}'."
            : "The request names no operation. Meshery's page sends such a request while its server shows no version of "
                + $"{AdapterIdentity.ModelName}: the adapter's components are not registered there, or the page was loaded before.";
        var error = new NsmException(NsmErrors.OperationUnknown,
            $"{what} There are: {string.Join(", ", registry.Offered.Select(operation => operation.Key))}.");
        hub.Publish(EventTexts.Unknown(operationId, error));
        metrics.OperationEnded("unknown", succeeded: false);
        return error.Message;
    }

    /// <summary>Refuses new operations, gives running ones a time to end, cancels the
    /// rest, and returns when every one has said how it ended.</summary>
    /// <exception cref="TimeoutException">A cancelled operation did not end.</exception>
    public async Task DrainAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _stopping = true;
        }

        var all = Task.WhenAll(_running.Keys);
        try
        {
            await all.WaitAsync(limit, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            var ids = string.Join(", ", _running.Values.Distinct());
            log.Cancelling(ids);
            await _stop.CancelAsync();
            await all.WaitAsync(CancelTime, time, CancellationToken.None);
        }
    }

    public void Dispose() => _stop.Dispose();

    private NsmException? Refusal(OperationRequest request)
    {
        try
        {
            registry.RequireOffered(request.Operation);
        }
        catch (NsmException exception)
        {
            return exception;
        }

        return request.Clusters.Count > 0
            ? null
            : new NsmException(NsmErrors.KubeconfigMissing, "The request names no cluster: it holds no kubeconfig.");
    }

    private async Task RunAsync(OperationRequest request, ClusterSource source, TaskCompletionSource hasPlace)
    {
        AdapterEvent end;
        long? noted = null;
        LanePlace? place = null;
        string? server = null;
        try
        {
            using var client = await connector.ConnectAsync(source, _stop.Token);
            _servers.Take(client.Server.Authority, 1);
            server = client.Server.Authority;
            place = await runner.EnterAsync(client, request, source, _stop.Token);
            noted = journal.Begin(OpenOperation.Of(request, client.Name));
            hasPlace.TrySetResult();
            end = await runner.RunAsync(client, request, source, place, _stop.Token);
        }
        catch (NsmException exception)
        {
            end = EventTexts.Failed(request, source.ToString(), exception);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            end = EventTexts.Failed(request, source.ToString(), ClusterRunner.Stopped());
        }
        catch (Exception exception) when (Faults.IsDefect(exception))
        {
            log.OperationDefect(exception, request.OperationId);
            end = EventTexts.Failed(request, source.ToString(), Faults.Describe(exception));
        }

        // A ticket that never gets a place delays nobody.
        hasPlace.TrySetResult();
        if (server is not null)
        {
            _servers.Return(server);
        }

        lock (_gate)
        {
            _callers.Return(request.Caller);
            Open--;
        }

        End(end, request);
        if (place is not null)
        {
            runner.Leave(place, end);
        }

        if (noted is { } number)
        {
            journal.End(number);
        }
    }

    private void End(AdapterEvent end, OperationRequest request)
    {
        hub.Publish(end);
        var succeeded = end.Level != EventLevel.Error;
        metrics.OperationEnded(request.Operation.Key, succeeded);
        if (succeeded)
        {
            log.OperationSucceeded(request.OperationId, end.Summary, end.Details);
        }
        else
        {
            log.OperationFailed(request.OperationId, end.Summary, end.Details);
        }
    }

    private void Reserve(string caller, int places)
    {
        if (_stopping)
        {
            throw new NsmException(NsmErrors.AdapterStopping, "The adapter is stopping and takes no new operations.");
        }

        if (Open + places > settings.MaxOperations)
        {
            throw new NsmException(NsmErrors.OperationQueueFull,
                $"{Open} operations are running or waiting; at most {settings.MaxOperations} are allowed.");
        }

        _callers.Take(caller, places);
        Open += places;
    }

    private void Track(Task task, string operationId)
    {
        _running[task] = operationId;
        _ = task.ContinueWith(ended => _running.TryRemove(ended, out _), CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
