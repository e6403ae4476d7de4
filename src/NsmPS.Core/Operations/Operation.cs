using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;

namespace NsmPS.Operations;

/// <summary>One running operation: what it says, and until when it may run.</summary>
internal sealed class Operation
{
    private readonly ChannelWriter<LifecycleEvent> _events;

    private Operation(ClusterClient client, TimeSpan timeout, ChannelWriter<LifecycleEvent> events)
    {
        Client = client;
        Timeout = timeout;
        Limits = new WaitLimits(client.Time.GetUtcNow() + timeout, WaitLimits.DefaultGrace);
        _events = events;
    }

    public ClusterClient Client { get; }

    public TimeSpan Timeout { get; }

    public WaitLimits Limits { get; }

    /// <summary>Runs an operation and hands out what it says; the last event is Completed or Failed.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="timeout">The deadline for all of it.</param>
    /// <param name="body">The operation; its result is the last event.</param>
    /// <param name="cancellationToken">Ends it at once; then the stream ends with OperationCanceledException.</param>
    public static async IAsyncEnumerable<LifecycleEvent> RunAsync(
        ClusterClient client, TimeSpan timeout, Func<Operation, CancellationToken, Task<LifecycleEvent.Completed>> body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<LifecycleEvent>(new UnboundedChannelOptions { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = new Operation(client, timeout, channel.Writer).ToEndAsync(body, stop.Token);
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(CancellationToken.None))
            {
                yield return item;
            }
        }
        finally
        {
            // A reader that stops early ends the operation, and waits until nothing of it runs any more.
            await stop.CancelAsync();
            await work;
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Step(string text, int percentComplete) => Emit(new LifecycleEvent.Step(text, percentComplete) { Cluster = Client.Name });

    public void Warn(string text) => Emit(new LifecycleEvent.Warning(text) { Cluster = Client.Name });

    public void Done(PlannedObject item) => Emit(new LifecycleEvent.ObjectDone(item.Key.ToString(), item.Action) { Cluster = Client.Name });

    public void Report(WaitItem item) => Emit(new LifecycleEvent.Status(item.Target, item.State, item.Reason) { Cluster = Client.Name });

    public LifecycleEvent.Completed Complete(string text, object? result) => new(text, result) { Cluster = Client.Name };

    private void Emit(LifecycleEvent item) => _events.TryWrite(item);

    private async Task ToEndAsync(Func<Operation, CancellationToken, Task<LifecycleEvent.Completed>> body, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Timeout + WaitLimits.DefaultGrace, Client.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            Emit(await body(this, either.Token));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The reader gets its own cancellation when the stream ends.
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            Fail(new NsmException(NsmErrors.WaitTimedOut, $"The operation did not end within {Timeout.TotalSeconds:0} s: the API server answers too slowly."));
        }
        catch (WaitFailure failure)
        {
            await ExplainAsync(failure, cancellationToken);
        }
        catch (NsmException exception)
        {
            Fail(exception);
        }
        finally
        {
            _events.TryComplete();
        }
    }

    private async Task ExplainAsync(WaitFailure failure, CancellationToken cancellationToken)
    {
        try
        {
            Fail(await new Diagnosis(Client).ExplainAsync(failure, Timeout, cancellationToken));
        }
        catch (NsmException exception)
        {
            Fail(exception);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // As above.
        }
    }

    private void Fail(NsmException exception) => Emit(new LifecycleEvent.Failed(exception) { Cluster = Client.Name });
}
