using NsmPS.Nsm.Wires;

namespace NsmPS.Core.Tests.Nsm.Wires;

public sealed class FollowCommandTests
{
    [Theory]
    [InlineData("64 bytes from 172.16.1.2: seq=0 ttl=64 time=0.213 ms", 0, 0.213)]
    [InlineData("64 bytes from 172.16.1.2: icmp_seq=1 ttl=64 time=0.213 ms", 0, 0.213)]
    [InlineData("64 bytes from 172.16.1.2: icmp_seq=0 ttl=64 time=11 ms", 65535, 11)]
    [InlineData("116 bytes from 172.16.1.2: icmp_seq=7 ttl=64 time=.1700 ms", 6, 0.17)]
    public void Read_Answer_GivesItsNumberFromZero(string line, int number, double milliseconds) =>
        Assert.Equal(new PingAnswer(number, milliseconds), FollowCommand.Read(line));

    [Theory]
    [InlineData("PING 172.16.1.2 (172.16.1.2): 56 data bytes")]
    [InlineData("64 bytes from 172.16.1.2: seq=3 ttl=64 time=0.213 ms (DUP!)")]
    [InlineData("From 172.16.1.1 icmp_seq=4 Destination Host Unreachable")]
    public void Read_AnythingElse_IsNoAnswer(string line) => Assert.Null(FollowCommand.Read(line));

    [Theory]
    [InlineData("ping: cannot flood, minimal interval for user must be >= 200 ms, use -i 0.2 (or higher)", true)]
    [InlineData("ping: invalid number '0.05'", true)]
    [InlineData("ping: sendto: Network is unreachable", false)]
    public void IsTooShort_Errors_TellsARefusedInterval(string errors, bool expected) =>
        Assert.Equal(expected, FollowCommand.IsTooShort(errors));
}
