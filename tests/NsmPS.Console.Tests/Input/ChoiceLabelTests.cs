using NsmPS.Console.Input;

namespace NsmPS.Console.Tests.Input;

public sealed class ChoiceLabelTests
{
    [Theory]
    [InlineData("Yes to &All", "[A] Yes to All", "a", true)]
    [InlineData("Yes to &All", "[A] Yes to All", "yes TO all", true)]
    [InlineData("Yes to &All", "[A] Yes to All", "y", false)]
    [InlineData("Retry", "Retry", "retry", true)]
    [InlineData("Retry", "Retry", "", false)]
    [InlineData("Odd&", "Odd", "odd", true)]
    public void Parse_Label_IsShownAndMeant(string label, string display, string answer, bool meant)
    {
        ChoiceLabel parsed = ChoiceLabel.Parse(label);

        Assert.Equal(display, parsed.Display);
        Assert.Equal(meant, parsed.IsMeantBy(answer));
    }
}
