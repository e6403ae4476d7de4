using NsmPS.Nsm.Wires;

namespace NsmPS.Proof;

/// <summary>What a ping and the checks after it mean for the row of a wire. Pure.</summary>
internal static class PingVerdict
{
    /// <summary>What to do where no container can ping.</summary>
    public const string MissingAdvice = "Test-NsmIcmpConnectivity -DebugImage pings from an ephemeral container of an image that has it, "
        + "on Kubernetes 1.25 or newer.";

    /// <summary>The row with the ping's figures and its verdict.</summary>
    public static NsmIcmpResult Of(NsmIcmpResult row, PingStatistics statistics) => row with
    {
        Sent = statistics.Sent,
        Received = statistics.Received,
        LossPercent = statistics.LossPercent,
        MinMs = statistics.MinMs,
        AvgMs = statistics.AvgMs,
        MaxMs = statistics.MaxMs,
        Verdict = statistics.Received == 0
            ? NsmVerdict.NoReply
            : statistics.Received < statistics.Sent ? NsmVerdict.PartialLoss : NsmVerdict.Ok,
    };

    /// <summary>The row of a wire by which no packet leaves.</summary>
    public static NsmIcmpResult NothingSent(NsmIcmpResult row, string errors) => row with
    {
        Verdict = NsmVerdict.NoReply,
        Detail = $"No packet leaves for {row.EndpointAddress} over {row.Interface}: {errors.Trim()}",
    };

    /// <summary>The row with its checks; one that failed is the verdict of a wire that answered every ping.</summary>
    public static NsmIcmpResult WithChecks(NsmIcmpResult row, IReadOnlyList<NsmWireCheck> checks)
    {
        row = row with { Checks = checks };
        return row.Verdict == NsmVerdict.Ok && checks.Any(check => !check.Passed)
            ? row with
            {
                Verdict = NsmVerdict.CheckFailed,
                Detail = string.Join('\n', checks.Where(check => !check.Passed)
                    .Select(check => $"{check.Name}: {check.Url} gave '{check.Observed}', expected '{check.Expected}'.")),
            }
            : row;
    }
}
