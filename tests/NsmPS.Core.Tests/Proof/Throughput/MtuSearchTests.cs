using NsmPS.Proof.Throughput;

namespace NsmPS.Core.Tests.Proof.Throughput;

public sealed class MtuSearchTests
{
    [Theory]
    [InlineData(1500, 1500, null, 1)]
    [InlineData(1500, 1450, null, 3)]
    [InlineData(1500, 1450, 1450, 3)]
    [InlineData(1500, 1433, null, 15)]
    [InlineData(1500, 1400, 1400, 3)]
    [InlineData(16000, 84, null, 16)]
    [InlineData(1280, 1279, null, 12)]
    [InlineData(84, 84, null, 0)]
    public void Next_AnyPath_FindsItsSizeInFewTries(int mtu, int path, int? told, int most)
    {
        var (search, tries) = (new MtuSearch(MtuPing.Usual("10.0.0.2"), mtu), 0);
        while (search.Next is { } size)
        {
            tries++;
            Assert.InRange(size, search.Largest + 1, mtu);
            search.Take(size, size <= path, size <= path ? null : told);
        }

        Assert.Equal(path, search.Largest);
        Assert.InRange(tries, 0, most);
    }

    [Fact]
    public void Take_AnMtuThatIsWrong_IsNotBelieved()
    {
        var search = new MtuSearch(MtuPing.Usual("10.0.0.2"), 1500);
        while (search.Next is { } size)
        {
            search.Take(size, size <= 1000, told: 1400);
        }

        Assert.Equal(1000, search.Largest);
    }

    [Theory]
    [InlineData("ping: local error: message too long, mtu=1450", 1450)]
    [InlineData("From 10.0.0.1 icmp_seq=1 Frag needed and DF set (mtu = 1400)", 1400)]
    [InlineData("3 packets transmitted, 0 received", null)]
    public void Told_WhatPingPrints_IsRead(string printed, int? mtu) => Assert.Equal(mtu, MtuPing.Told(printed));

    [Theory]
    [InlineData("ping: invalid option -- 'M'\nBusyBox v1.35.0", true)]
    [InlineData("ping: unrecognized option: M", true)]
    [InlineData("ping: local error: message too long, mtu=1450", false)]
    [InlineData("", false)]
    public void CannotForbid_WhatPingComplains_IsRead(string errors, bool expected) => Assert.Equal(expected, MtuPing.CannotForbid(errors));

    [Fact]
    public void Command_ASize_IsThatOfThePacketWithItsHeaders()
    {
        Assert.Equal("ping -M do -c 3 -i 0.2 -W 1 -s 1472 -I nsm0 10.0.0.2",
            string.Join(' ', MtuPing.Command("10.0.0.2", "nsm0", 1500, whole: true)));
        Assert.DoesNotContain("-M", MtuPing.Command("10.0.0.2", "nsm0", 1500, whole: false));
        Assert.Contains("1452", MtuPing.Command("2001:db8::", "nsm0", 1500, whole: true));
    }
}
