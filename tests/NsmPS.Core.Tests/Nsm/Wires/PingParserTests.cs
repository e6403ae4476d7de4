using NsmPS.Nsm.Wires;

namespace NsmPS.Core.Tests.Nsm.Wires;

public class PingParserTests
{
    [Theory]
    [InlineData("1 packets transmitted, 1 packets received, 0% packet loss\nround-trip min/avg/max = 0.581/0.582/0.583 ms", 1, 1, 0, 0.581,
        0.582, 0.583)]
    [InlineData("3 packets transmitted, 2 received, 33.3333% packet loss, time 2003ms\nrtt min/avg/max/mdev = 0.1/0.2/0.3/0.05 ms", 3, 2,
        33.3, 0.1, 0.2, 0.3)]
    [InlineData("3 packets transmitted, 3 packets received, 1 duplicates, 0% packet loss\nround-trip min/avg/max = 1.0/2.0/3.0 ms", 3, 3, 0,
        1.0, 2.0, 3.0)]
    public void Parse_Replies_AreRead(string text, int sent, int received, double loss, double min, double avg, double max) =>
        Assert.Equal(new PingStatistics(sent, received, loss, min, avg, max), PingParser.Parse(text));

    [Theory]
    [InlineData("3 packets transmitted, 0 packets received, 100% packet loss", 3)]
    [InlineData("3 packets transmitted, 0 received, +3 errors, 100% packet loss, time 2031ms", 3)]
    public void Parse_NoReply_HasNoTimes(string text, int sent) =>
        Assert.Equal(new PingStatistics(sent, 0, 100, null, null, null), PingParser.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("ping: bad address 'x'")]
    public void Parse_NoStatistics_IsNull(string text) => Assert.Null(PingParser.Parse(text));

    [Theory]
    [InlineData("172.16.1.6 dev nsm0 lladdr 9e:79:65:e8:26:b6 ref 1 used 0/0/0 probes 4 REACHABLE", "9e:79:65:e8:26:b6")]
    [InlineData("172.16.1.6 dev nsm0  FAILED", "")]
    [InlineData("", "")]
    public void ParseNeighbour_Entry_IsTheHardwareAddress(string text, string mac) => Assert.Equal(mac, PingParser.ParseNeighbour(text));

    // busybox and iputils, on an interface whose link is down.
    [Theory]
    [InlineData("ping: sendto: Network is unreachable\n", true)]
    [InlineData("ping: sendmsg: Network is down\n", true)]
    [InlineData("ping: connect: Network is unreachable", true)]
    [InlineData("ping: bad address 'nsm0'\n", false)]
    [InlineData("", false)]
    public void CannotSend_WhatPingComplainsOf_IsTheLinkOnly(string errors, bool expected) =>
        Assert.Equal(expected, PingParser.CannotSend(errors));
}
