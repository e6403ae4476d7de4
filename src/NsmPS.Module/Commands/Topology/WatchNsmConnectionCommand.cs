using System.Management.Automation;
using NsmPS.Completion.Lists;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Session;
using NsmPS.Views;
using NsmPS.Watching;

namespace NsmPS.Commands;

/// <summary>Writes each change of wires as it happens.</summary>
[Cmdlet(VerbsCommon.Watch, "NsmConnection")]
[OutputType(typeof(NsmConnectionChange))]
public sealed class WatchNsmConnectionCommand : WiresCommand
{
    private readonly LiveTable _table = new();
    private int _written;

    [Parameter(HelpMessage = "The time between two pings over a wire, as a TimeSpan, seconds, or text such as 500ms.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan Interval { get; set; } = new ConnectionWatchOptions().Interval;

    [Parameter(HelpMessage = "End after this time, as a TimeSpan, seconds, or text such as 10m or 1h30m.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan For { get; set; }

    [Parameter(HelpMessage = "End after the change for which this script block gives true; the change is $_.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public ScriptBlock? Until { get; set; }

    [Parameter(HelpMessage = "End after so many changes.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int Count { get; set; }

    [Parameter(HelpMessage = "Leave out the wires that are there when the watch begins.")]
    public SwitchParameter ChangesOnly { get; set; }

    [Parameter(HelpMessage = "Draw one table in the terminal again after each change, instead of writing objects.")]
    public SwitchParameter Live { get; set; }

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Count)) && Count < 1)
        {
            Fail(Invalid($"-Count is {Count}; it must be at least 1.", nameof(Count)));
        }

        if (Live && !(Host.UI.SupportsVirtualTerminal && ShellTerminal.IsSeen))
        {
            ShellStreams.Warning(this,
                "This host is no terminal that a table could be drawn in; -Live is left out, and changes are written as objects.");
            Live = false;
        }
    }

    protected override void EndProcessing()
    {
        using var done = new CancellationTokenSource();
        if (For > TimeSpan.Zero)
        {
            done.CancelAfter(For);
        }

        var clusters = Clusters();
        ForEach(clusters, clusters.Count == 1, cluster => cluster.Key.Label, async (cluster, queue, token) =>
        {
            await WatchAsync(cluster.Key, [.. cluster], queue, done, token);
            return true;
        });
    }

    private async Task WatchAsync(ClusterTarget target, IReadOnlyList<TopologyPiece?> pieces, PipelineQueue queue,
        CancellationTokenSource done, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, done.Token);
        var options = new ConnectionWatchOptions { Namespace = target.Namespace, Interval = Interval, ThrottleLimit = PodsAtOnce };
        try
        {
            var watch = new ConnectionWatch(await ConnectAsync(target, either.Token));
            await foreach (var change in watch.WatchAsync(wire => Takes(wire, pieces), options, either.Token))
            {
                if (!ChangesOnly || !change.IsInitial)
                {
                    queue.Do(_ => Show(change, target, done));
                }
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // It was to end now.
        }
    }

    /// <summary>Called on the pipeline thread. What comes after the last change that is wanted is dropped.</summary>
    private void Show(NsmConnectionChange change, ClusterTarget target, CancellationTokenSource done)
    {
        if (done.IsCancellationRequested)
        {
            return;
        }

        if (Live)
        {
            var size = Host.UI.RawUI.WindowSize;
            Host.UI.Write(_table.Draw(change, size.Width, size.Height));
        }
        else
        {
            WriteObject(ClusterResults.From(target, change));
        }

        if (++_written == Count || (Until is not null && LanguagePrimitives.IsTrue(
            Until.InvokeWithContext(null, [new PSVariable("_", change)]).LastOrDefault())))
        {
            done.Cancel();
        }
    }
}
