using System.Globalization;

namespace NsmPS.Reports;

/// <summary>Makes cases of wires that were measured.</summary>
public static class ThroughputReport
{
    /// <summary>A wire as a case: it passes when its verdict is Ok; what nothing in the pods could measure is skipped.</summary>
    public static ReportCase From(NsmThroughputResult row)
    {
        var outcome = row.Verdict switch
        {
            NsmThroughputVerdict.Ok => ReportOutcome.Passed,
            NsmThroughputVerdict.NoTool or NsmThroughputVerdict.NotMeasured => ReportOutcome.Skipped,
            _ => ReportOutcome.Failed,
        };
        return new ReportCase(row.NetworkService, $"{row.ClientNamespace}/{row.Client} {row.ClientInterface}".TrimEnd(), outcome)
        {
            Kind = row.Verdict.ToString(),
            Message = outcome == ReportOutcome.Passed ? "" : $"{row.Verdict}: {row.Detail}",
            Details = string.Create(CultureInfo.InvariantCulture,
                $"{row.ClientNode} -> {row.EndpointNode} ({row.Endpoint}), {row.Mechanism}\n"
                    + $"bandwidth {row.Bandwidth:0.0} of {row.PodBandwidth:0.0} Mbit/s, packets {row.PacketsPerSecond:0} of "
                    + $"{row.PodPacketsPerSecond:0} a second\nlatency {row.LatencyP50:0.000} / {row.LatencyP90:0.000} / "
                    + $"{row.LatencyP99:0.000} ms, pod network {row.PodLatencyP50:0.000} ms\nMTU {row.Mtu}, path MTU {row.PathMtu}"),
        };
    }
}
