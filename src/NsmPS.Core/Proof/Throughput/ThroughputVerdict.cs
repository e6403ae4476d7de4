using System.Globalization;

namespace NsmPS.Proof.Throughput;

/// <summary>What figures mean for a wire. Pure.</summary>
internal static class ThroughputVerdict
{
    /// <summary>The row with its verdict, and the reason before what its detail says already.</summary>
    /// <param name="row">The row with its figures.</param>
    /// <param name="hasPing">Whether the client's pod has something to ping with.</param>
    /// <param name="hasTool">Whether the pods have something to send with.</param>
    /// <param name="minimumRatio">The least ratio that is enough; null for any.</param>
    public static NsmThroughputResult Of(NsmThroughputResult row, bool hasPing, bool hasTool, double? minimumRatio)
    {
        var (verdict, reason) =
            hasPing && row.LatencyP50 is null && row.Bandwidth is null ? (NsmThroughputVerdict.NoReply, "Nothing comes back over the wire.")
            : row.PathMtu < row.Mtu ? (NsmThroughputVerdict.LargePacketsLost, string.Create(CultureInfo.InvariantCulture,
                $"The interface takes packets of {row.Mtu} bytes, but those of more than {row.PathMtu} are lost."))
            : !hasTool ? (NsmThroughputVerdict.NoTool, "")
            : row.Bandwidth is null || (minimumRatio is not null && row.Ratio is null) ? (NsmThroughputVerdict.NotMeasured, "")
            : row.Ratio < minimumRatio ? (NsmThroughputVerdict.TooSlow, string.Create(CultureInfo.InvariantCulture,
                $"It carries {row.Ratio:0.00} of what the pod network does; {minimumRatio:0.00} is asked for."))
            : (NsmThroughputVerdict.Ok, "");
        return row with { Verdict = verdict, Detail = $"{reason} {row.Detail}".Trim() };
    }
}
