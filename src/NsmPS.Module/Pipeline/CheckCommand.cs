using NsmPS.Reports;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that check clusters. A check that fails is a row, never an error.</summary>
public abstract class CheckCommand : ProofCommand
{
    private protected override string Subject => "checks";

    private protected sealed override Task<bool> ProveAsync(ClusterTarget target, PipelineQueue queue, Action<ReportCase> report,
        CancellationToken cancellationToken) => WithinTimeoutAsync(target,
        $"The checks were not done within {Timeout.TotalSeconds:0} s.", async token =>
        {
            await IntroduceAsync(target, queue, token);
            var rows = await CheckAsync(target, token);
            foreach (var item in CheckReport.From(rows))
            {
                report(item);
            }

            foreach (var row in Quiet ? [] : rows)
            {
                queue.Result(row, target);
            }

            return rows.All(row => row.Outcome != NsmCheckOutcome.Failed);
        }, cancellationToken);

    /// <summary>The rows of one cluster.</summary>
    private protected abstract Task<IReadOnlyList<NsmCheckResult>> CheckAsync(ClusterTarget target, CancellationToken cancellationToken);
}
