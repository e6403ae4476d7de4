using NsmPS.HelpBuild.About;

namespace NsmPS.HelpBuild.Tests;

public sealed class LineWrapTests
{
    [Theory]
    [InlineData("one two three", 13, "one two three")]
    [InlineData("one two three", 12, "one two|three")]
    [InlineData("- one two three", 9, "- one two|  three")]
    [InlineData("a-word-that-is-too-long one", 5, "a-word-that-is-too-long|one")]
    public void Wrap_Text_BreaksBetweenWords(string text, int width, string lines) =>
        Assert.Equal(lines.Split('|'), LineWrap.Wrap(text, width));
}
