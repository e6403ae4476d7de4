using System.Management.Automation;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that check clusters: rows, or with -Quiet one Boolean. A check that fails is a row, never an error.</summary>
public abstract class CheckCommand : TimedCommand
{
    /// <summary>A folder with releases or samples of the user.</summary>
    [Parameter(HelpMessage = ManifestPathHelp)]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    /// <summary>One Boolean.</summary>
    [Parameter(HelpMessage = "Write one Boolean instead of rows: true only when no check failed.")]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    private protected override string? UserManifests => ManifestPath;

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        var clusters = ForEachCluster(RunAsync);
        if (Quiet)
        {
            WriteObject(clusters.All(sound => sound) && clusters.Count == ResolveTargets().Count);
        }
    }

    /// <summary>The rows of one cluster.</summary>
    private protected abstract Task<IReadOnlyList<NsmCheckResult>> CheckAsync(ClusterTarget target, CancellationToken cancellationToken);

    private async Task<bool> RunAsync(ClusterTarget target, PipelineQueue queue, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        try
        {
            var rows = await CheckAsync(target, deadline.Token);
            foreach (var row in Quiet ? [] : rows)
            {
                queue.Result(row, target);
            }

            return rows.All(row => row.Outcome != NsmCheckOutcome.Failed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            throw new NsmException(NsmErrors.WaitTimedOut, $"The checks were not done within {Timeout.TotalSeconds:0} s.") { Cluster = target.Label };
        }
    }
}
