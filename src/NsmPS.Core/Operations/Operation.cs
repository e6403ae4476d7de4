using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;

namespace NsmPS.Operations;

/// <summary>One running operation: its events and its deadline.</summary>
internal sealed class Operation
{
    private readonly ChannelWriter<LifecycleEvent> _events;
    private readonly WaitVoice _voice;

    private Operation(MeshCluster cluster, RunOptions run, WaitLimits limits, ChannelWriter<LifecycleEvent> events, WaitVoice? voice = null)
    {
        Cluster = cluster;
        Run = run;
        Limits = limits;
        _events = events;
        _voice = voice ?? new WaitVoice(cluster.Client.Name, Emit);
    }

    /// <summary>The cluster as it was when the operation began.</summary>
    public MeshCluster Cluster { get; }

    public ClusterClient Client => Cluster.Client;

    public RunOptions Run { get; }

    public TimeSpan Timeout => Run.Timeout;

    public WaitLimits Limits { get; }

    /// <summary>Runs an operation and hands out what it says; the last event is Completed or Failed.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="run">How, and the deadline for all of it.</param>
    /// <param name="body">The operation; its result is the last event.</param>
    /// <param name="cancellationToken">Ends it at once; then the stream ends with OperationCanceledException.</param>
    public static async IAsyncEnumerable<LifecycleEvent> RunAsync(
        MeshCluster cluster, RunOptions run, Func<Operation, CancellationToken, Task<LifecycleEvent.Completed>> body,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<LifecycleEvent>(new UnboundedChannelOptions { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var limits = new WaitLimits(cluster.Now + run.Timeout, WaitLimits.DefaultGrace);
        var work = new Operation(cluster, run, limits, channel.Writer).ToEndAsync(body, stop.Token);
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

    /// <summary>The same operation for a part of it that is carried out in another way.</summary>
    public Operation With(RunOptions run) => new(Cluster, run, Limits, _events, _voice);

    /// <summary>Applies objects at once.</summary>
    public Task ApplyAsync(IEnumerable<PlannedObject> objects, CancellationToken cancellationToken) =>
        new Applier(Client).ApplyAsync(objects, Run.Force, Done, cancellationToken);

    /// <summary>Deletes objects at once.</summary>
    public Task DeleteAsync(IEnumerable<PlannedObject> objects, CancellationToken cancellationToken) =>
        new Applier(Client).DeleteAsync(objects, item => Done(item with { Action = NsmPlanAction.Delete }), cancellationToken);

    /// <summary>Waits until every item of a rule is ready.</summary>
    /// <exception cref="WaitFailure">An item failed, or the time is over.</exception>
    public Task WaitAsync(IReadOnlyList<Watched> watched, Func<ClusterView, IReadOnlyList<WaitItem>> rule,
        CancellationToken cancellationToken) => new Waiter(Client, Reasons()).WaitAsync(watched, rule, Limits, Report, cancellationToken);

    /// <summary>What tells the listeners why one more wait goes on.</summary>
    public WaitReasons Reasons() => _voice.Follow();

    public void Step(string text, int percentComplete) => Emit(new LifecycleEvent.Step(text, percentComplete) { Cluster = Client.Name });

    public void Warn(string text) => Emit(new LifecycleEvent.Warning(text) { Cluster = Client.Name });

    public void Warn(IEnumerable<string> texts) => texts.ToList().ForEach(Warn);

    private void Done(PlannedObject item) =>
        Emit(new LifecycleEvent.ObjectDone(item.Key.ToString(), item.Action) { Cluster = Client.Name });

    public void Report(WaitItem item) => Emit(new LifecycleEvent.Status(item.Target, item.State, item.Reason) { Cluster = Client.Name });

    public LifecycleEvent.Completed Complete(string text, object? result) => new(text, result) { Cluster = Client.Name };

    private void Emit(LifecycleEvent item) => _events.TryWrite(item);

    private async Task ToEndAsync(Func<Operation, CancellationToken, Task<LifecycleEvent.Completed>> body,
        CancellationToken cancellationToken)
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
            Fail(new NsmException(NsmErrors.WaitTimedOut,
                $"The operation did not end within {Timeout.TotalSeconds:0} s: the API server answers too slowly."));
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
