using System.Globalization;

namespace NsmPS.Reports;

/// <summary>Makes cases of wires that were disturbed.</summary>
public static class HealingReport
{
    /// <summary>A wire as a case: it passes when it healed, and no gap was longer than what was allowed.</summary>
    public static ReportCase From(NsmHealingResult row)
    {
        var outcome = row.Verdict switch
        {
            NsmHealingVerdict.Ok => ReportOutcome.Passed,
            NsmHealingVerdict.NotMeasured => ReportOutcome.Skipped,
            _ => ReportOutcome.Failed,
        };
        return new ReportCase(row.NetworkService, $"{row.ClientNamespace}/{row.Client} {row.ClientInterface}".TrimEnd(), outcome)
        {
            Kind = row.Verdict.ToString(),
            Message = outcome == ReportOutcome.Passed ? "" : outcome == ReportOutcome.Skipped ? row.Detail : string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Verdict}: {row.Lost} pings lost, the longest gap {row.LongestGap.TotalSeconds:0.00} s"),
            Duration = row.LongestGap,
            Details = $"{row.Disturbance}\n{row.ClientNode} -> {row.EndpointNode} ({row.Endpoint}), healed by {row.HealedBy}\n"
                + string.Join('\n', row.Gaps.Select(gap => string.Create(CultureInfo.InvariantCulture,
                    $"{gap.Start:HH:mm:ss.fff} {gap.Length.TotalSeconds:0.000} s, {gap.Lost} lost{(gap.IsOpen ? ", open" : "")}"))),
        };
    }
}
