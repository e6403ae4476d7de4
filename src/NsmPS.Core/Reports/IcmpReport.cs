using System.Globalization;

namespace NsmPS.Reports;

/// <summary>Makes cases of pings.</summary>
public static class IcmpReport
{
    /// <summary>A wire's ping as a case: it passes only when every packet came back.</summary>
    /// <param name="row">The ping.</param>
    /// <param name="sampleApp">The sample that was tested, whose clients have one wire each; null where any wires were, which are grouped
    /// by network service.</param>
    public static ReportCase From(NsmIcmpResult row, string? sampleApp)
    {
        var answer = row.Verdict == NsmVerdict.Ok
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{row.Verdict}: {row.Received} of {row.Sent} packets came back");
        var (group, name) = sampleApp is null
            ? (row.NetworkService, $"{row.ClientNamespace}/{row.Client} {row.Interface}".TrimEnd())
            : (sampleApp, row.Client);
        return new ReportCase(group, name, row.Verdict == NsmVerdict.Ok ? ReportOutcome.Passed : ReportOutcome.Failed)
        {
            Kind = row.Verdict.ToString(),
            Message = answer,
            Duration = row.Duration,
            Details = $"{row.ClientNode} {row.ClientAddress} -> {row.EndpointNode} {row.EndpointAddress} ({row.Endpoint})\n{row.Detail}",
        };
    }
}
