using NsmPS.Console.Input;

namespace NsmPS.Console.Tests.Input;

public sealed class LineHistoryTests
{
    [Fact]
    public void Walk_BackAndForth_StopsAtBothEnds()
    {
        var history = new LineHistory();
        foreach (string line in new[] { "one", "", "two", "two" })
        {
            history.Add(line);
        }

        Assert.Equal(["two", "one", null], new[] { history.Older(), history.Older(), history.Older() });
        Assert.Equal(["two", "", null], new[] { history.Newer(), history.Newer(), history.Newer() });
    }

    [Fact]
    public void Add_AfterAWalk_StartsAtTheNewestAgain()
    {
        var history = new LineHistory();
        history.Add("one");
        history.Add("two");
        history.Older();
        history.Older();
        history.Add("one");

        Assert.Equal("one", history.Older());
    }
}
