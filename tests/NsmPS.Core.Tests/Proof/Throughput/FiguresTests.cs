using NsmPS.Proof.Throughput;

namespace NsmPS.Core.Tests.Proof.Throughput;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(50, 5)]
    [InlineData(90, 9)]
    [InlineData(99, 10)]
    [InlineData(1, 1)]
    public void Percentile_TenValues_IsOneOfThem(int percent, double expected) =>
        Assert.Equal(expected, Percentiles.Of([3, 1, 2, 5, 4, 10, 9, 8, 7, 6], percent));

    [Fact]
    public void Percentile_NoValues_IsNone()
    {
        Assert.Null(Percentiles.Of([], 50));
        Assert.Equal(0.2, Percentiles.Of([0.2], 99));
    }

    [Fact]
    public void Iperf_TcpReport_TellsWhatArrived() => Assert.Equal(new IperfReport(2575, null, ""), IperfReport.Parse(
        """
        { "end": { "sum_sent": { "bits_per_second": 2600629485.2 }, "sum_received": { "bits_per_second": 2575000000 } } }
        """));

    [Fact]
    public void Iperf_UdpReport_TellsThePacketsThatArrived() => Assert.Equal(new IperfReport(10, 20_000, ""), IperfReport.Parse(
        """
        { "end": { "sum": { "seconds": 2, "bits_per_second": 20000000, "lost_packets": 40000, "packets": 80000 },
          "sum_received": { "bits_per_second": 1 } } }
        """));

    [Theory]
    [InlineData("""{ "start": {}, "end": {}, "error": "unable to connect to server: Connection refused" }""",
        "unable to connect to server: Connection refused")]
    [InlineData("""{ "end": { "sum_received": 3 } }""", "it printed no sums")]
    [InlineData("[]", "it printed no sums")]
    [InlineData("iperf 2.1", "it printed no JSON")]
    [InlineData("", "it printed nothing")]
    public void Iperf_NoReport_SaysWhy(string printed, string error) =>
        Assert.Equal(new IperfReport(null, null, error), IperfReport.Parse(printed));

    private const string Twice =
        """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            lo:     100       1    0    0    0     0          0         0      100       1    0    0    0     0       0          0
          nsm0: 1079746   16359    0    0    0     0          0         0 29473380   26554    0    0    0     0       0          0
         nsm10:       9       1    0    0    0     0          0         0        7       1    0    0    0     0       0          0
            lo:     100       1    0    0    0     0          0         0      100       1    0    0    0     0       0          0
          nsm0:3511916   53210    0    0    0     0          0         0 108507052   88972    0    0    0     0       0          0
         nsm10:       9       1    0    0    0     0          0         0        3       1    0    0    0     0       0          0
        """;

    [Theory]
    [InlineData("nsm0", 108507052 - 29473380)]
    [InlineData("lo", 0)]
    public void Counters_PrintedTwice_TellWhatWasSent(string name, long bytes) =>
        Assert.Equal(bytes, InterfaceCounters.Between(Twice, name)?.Bytes);

    [Theory]
    [InlineData("nsm1")]
    [InlineData("nsm10")]
    public void Counters_InterfaceMissingOrMadeAnew_TellNothing(string name) => Assert.Null(InterfaceCounters.Between(Twice, name));
}
