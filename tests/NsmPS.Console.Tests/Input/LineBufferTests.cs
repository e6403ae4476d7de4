using NsmPS.Console.Input;

namespace NsmPS.Console.Tests.Input;

public sealed class LineBufferTests
{
    [Fact]
    public void Edits_InTheMiddle_KeepTheCursorBehindThem()
    {
        var buffer = new LineBuffer();
        buffer.Insert("Get-Wire -Count 1");
        buffer.MoveTo(4);
        buffer.Insert("Nsm");
        Assert.Equal(("Get-NsmWire -Count 1", 7), (buffer.Text, buffer.Cursor));

        buffer.DeleteBack();
        buffer.DeleteForward();
        Assert.Equal(("Get-Nsire -Count 1", 6), (buffer.Text, buffer.Cursor));

        buffer.DeleteToEnd();
        Assert.Equal("Get-Ns", buffer.Text);

        buffer.DeleteToStart();
        Assert.Equal(("", 0), (buffer.Text, buffer.Cursor));
    }

    [Fact]
    public void Edits_AtTheEnds_ChangeNothing()
    {
        var buffer = new LineBuffer();
        buffer.Set("ab");
        buffer.DeleteForward();
        buffer.MoveTo(5);
        Assert.Equal(("ab", 2), (buffer.Text, buffer.Cursor));

        buffer.MoveTo(-1);
        buffer.DeleteBack();
        Assert.Equal(("ab", 0), (buffer.Text, buffer.Cursor));
    }

    [Theory]
    [InlineData("Get-Wire -Count", "Get-Wire ")]
    [InlineData("Get-Wire  ", "")]
    [InlineData("", "")]
    public void DeleteWordBack_AtTheEnd_RemovesTheLastWord(string text, string expected)
    {
        var buffer = new LineBuffer();
        buffer.Set(text);
        buffer.DeleteWordBack();

        Assert.Equal(expected, buffer.Text);
    }
}
