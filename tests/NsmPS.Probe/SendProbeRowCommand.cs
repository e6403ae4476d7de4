using System.Management.Automation;
using NsmPS.Pipeline;

namespace NsmPS.Probe;

/// <summary>Writes from worker threads through the bridge, in the ways real commands do.</summary>
[Cmdlet(VerbsCommunications.Send, "ProbeRow")]
[OutputType(typeof(int))]
public sealed class SendProbeRowCommand : NsmCommand
{
    /// <summary>Rows to write.</summary>
    [Parameter(Position = 0)]
    public int Count { get; set; } = 1;

    /// <summary>Goes on until it is cancelled after the rows.</summary>
    [Parameter]
    public SwitchParameter Endless { get; set; }

    /// <summary>How long the work takes to end after it was cancelled.</summary>
    [Parameter]
    public int EndingMilliseconds { get; set; }

    /// <summary>A file that the work writes when it has ended.</summary>
    [Parameter]
    public string? EndMark { get; set; }

    /// <summary>How the work fails after the rows.</summary>
    [Parameter]
    public ProbeFailure Failure { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Run(async (queue, token) =>
    {
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(1, Count), token, (row, _) =>
            {
                queue.Object(row);
                queue.Verbose($"row {row}");
                return ValueTask.CompletedTask;
            });
            queue.Warning("all rows sent");
            queue.Information("all rows sent");
            Failures.Throw(Failure);
            await Task.Delay(Endless ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, TimeProvider.System, token);
        }
        finally
        {
            await Task.Delay(TimeSpan.FromMilliseconds(EndingMilliseconds), TimeProvider.System, CancellationToken.None);
            if (EndMark is not null)
            {
                await File.WriteAllTextAsync(EndMark, "ended", CancellationToken.None);
            }
        }
    });
}
