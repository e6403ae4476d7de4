using System.Globalization;

namespace NsmPS.Reports;

/// <summary>Makes cases of pings.</summary>
public static class IcmpReport
{
    /// <summary>A client's ping as a case: it passes only when every packet came back.</summary>
    public static ReportCase From(NsmIcmpResult row, string sampleApp)
    {
        ArgumentNullException.ThrowIfNull(row);
        var answer = row.Verdict == NsmVerdict.Ok
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{row.Verdict}: {row.Received} of {row.Sent} packets came back");
        return new ReportCase(sampleApp, row.Client, row.Verdict == NsmVerdict.Ok ? ReportOutcome.Passed : ReportOutcome.Failed)
        {
            Kind = row.Verdict.ToString(),
            Message = answer,
            Duration = row.Duration,
            Details = $"{row.ClientNode} {row.ClientAddress} -> {row.EndpointNode} {row.EndpointAddress} ({row.Endpoint})\n{row.Detail}",
        };
    }
}
