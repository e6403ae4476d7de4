namespace NsmPS.Console.Input;

/// <summary>A line of text with a cursor; pure, without a terminal.</summary>
internal sealed class LineBuffer
{
    public string Text { get; private set; } = "";

    /// <summary>Between 0 and the text's length: the position in front of which typing inserts.</summary>
    public int Cursor { get; private set; }

    public void Set(string text)
    {
        Text = text;
        Cursor = text.Length;
    }

    public void Insert(string text) => Replace(Cursor, 0, text);

    /// <summary>Puts text in place of a part; the cursor comes to stand behind it.</summary>
    public void Replace(int start, int length, string replacement)
    {
        Text = string.Concat(Text.AsSpan(0, start), replacement, Text.AsSpan(start + length));
        Cursor = start + replacement.Length;
    }

    public void MoveTo(int position) => Cursor = Math.Clamp(position, 0, Text.Length);

    public void DeleteBack()
    {
        if (Cursor > 0)
        {
            Replace(Cursor - 1, 1, "");
        }
    }

    public void DeleteForward()
    {
        if (Cursor < Text.Length)
        {
            Replace(Cursor, 1, "");
        }
    }

    public void DeleteToStart() => Replace(0, Cursor, "");

    public void DeleteToEnd() => Replace(Cursor, Text.Length - Cursor, "");

    public void DeleteWordBack()
    {
        string before = Text[..Cursor].TrimEnd();
        int start = before.LastIndexOf(' ') + 1;
        Replace(start, Cursor - start, "");
    }
}
