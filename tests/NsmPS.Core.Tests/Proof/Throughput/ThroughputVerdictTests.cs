using NsmPS.Proof.Throughput;

namespace NsmPS.Core.Tests.Proof.Throughput;

public sealed class ThroughputVerdictTests
{
    private static readonly NsmThroughputResult s_good = new()
    {
        Cluster = "here",
        Client = "c",
        ClientNamespace = "default",
        Mechanism = "kernel",
        Verdict = NsmThroughputVerdict.NotMeasured,
        LatencyP50 = 0.2,
        Bandwidth = 600,
        PodBandwidth = 1000,
        Mtu = 1500,
        PathMtu = 1500,
        Detail = "Noted.",
    };

    public static TheoryData<string, NsmThroughputVerdict, string> Cases => new()
    {
        { "good", NsmThroughputVerdict.Ok, "Noted." },
        { "silent", NsmThroughputVerdict.NoReply, "Nothing comes back over the wire. Noted." },
        { "large", NsmThroughputVerdict.LargePacketsLost,
            "The interface takes packets of 1500 bytes, but those of more than 1450 are lost. Noted." },
        { "slow", NsmThroughputVerdict.TooSlow, "It carries 0.40 of what the pod network does; 0.50 is asked for. Noted." },
        { "no tool", NsmThroughputVerdict.NoTool, "Noted." },
        { "failed", NsmThroughputVerdict.NotMeasured, "Noted." },
        { "no pod network", NsmThroughputVerdict.NotMeasured, "Noted." },
        { "no ping, no tool", NsmThroughputVerdict.NoTool, "Noted." },
        { "no ping", NsmThroughputVerdict.Ok, "Noted." },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_Figures_SaysWhatTheyMean(string of, NsmThroughputVerdict verdict, string detail)
    {
        var row = of switch
        {
            "silent" => s_good with { LatencyP50 = null, Bandwidth = null },
            "large" => s_good with { PathMtu = 1450, Bandwidth = null },
            "slow" => s_good with { Bandwidth = 400 },
            "no tool" or "failed" => s_good with { Bandwidth = null, PodBandwidth = null },
            "no pod network" => s_good with { PodBandwidth = null },
            "no ping, no tool" => s_good with { LatencyP50 = null, PathMtu = null, Bandwidth = null },
            "no ping" => s_good with { LatencyP50 = null, PathMtu = null },
            _ => s_good,
        };

        row = ThroughputVerdict.Of(row, hasPing: !of.Contains("no ping", StringComparison.Ordinal),
            hasTool: !of.Contains("no tool", StringComparison.Ordinal), minimumRatio: 0.5);

        Assert.Equal((verdict, detail), (row.Verdict, row.Detail));
    }

    [Fact]
    public void Of_NoMinimum_TakesAWireWithoutAPodNetworkBesideIt() => Assert.Equal(NsmThroughputVerdict.Ok,
        ThroughputVerdict.Of(s_good with { PodBandwidth = null }, hasPing: true, hasTool: true, minimumRatio: null).Verdict);
}
