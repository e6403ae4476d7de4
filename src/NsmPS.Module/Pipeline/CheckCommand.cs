using NsmPS.Reports;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that check clusters. A check that fails is a row, never an error.</summary>
public abstract class CheckCommand : ProofCommand
{
    private protected override string Subject => "checks";

    private protected sealed override async Task<bool> ProveAsync(ClusterTarget target, PipelineQueue queue, Action<ReportCase> report,
        CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        try
        {
            await IntroduceAsync(target, queue, deadline.Token);
            var rows = await CheckAsync(target, deadline.Token);
            foreach (var item in CheckReport.From(rows))
            {
                report(item);
            }

            foreach (var row in Quiet ? [] : rows)
            {
                queue.Result(row, target);
            }

            return rows.All(row => row.Outcome != NsmCheckOutcome.Failed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            throw new NsmException(NsmErrors.WaitTimedOut, $"The checks were not done within {Timeout.TotalSeconds:0} s.")
            { Cluster = target.Label };
        }
    }

    /// <summary>The rows of one cluster.</summary>
    private protected abstract Task<IReadOnlyList<NsmCheckResult>> CheckAsync(ClusterTarget target, CancellationToken cancellationToken);
}
