using System.Globalization;
using System.Management.Automation.Internal;
using System.Text;
using NsmPS.Console.Hosting;

namespace NsmPS.Console.Input;

/// <summary>Draws a prompt and the line behind it, over several rows if it is long, and puts the cursor where it belongs.</summary>
internal sealed class LineView(Screen screen, string prompt)
{
    private readonly int _promptLength = new StringDecorated(prompt).ContentLength;
    private int _cursorRow;

    public void Draw(string text, int cursor)
    {
        int width = screen.Width;
        int end = _promptLength + text.Length;
        int target = _promptLength + cursor;
        var output = new StringBuilder(Up(_cursorRow)).Append("\r\e[J").Append(prompt).Append(text);
        if (end > 0 && end % width == 0)
        {
            // A terminal stays in the last column until one more character comes.
            output.Append("\r\n");
        }

        output.Append(Up((end / width) - (target / width))).Append('\r').Append(Right(target % width));
        screen.WriteRaw(output.ToString());
        _cursorRow = target / width;
    }

    /// <summary>Leaves the line: what is printed next starts below it.</summary>
    public void End(string text)
    {
        Draw(text, text.Length);
        screen.WriteRaw("\r\n");
    }

    private static string Up(int rows) => rows > 0 ? string.Create(CultureInfo.InvariantCulture, $"\e[{rows}A") : "";

    private static string Right(int columns) => columns > 0 ? string.Create(CultureInfo.InvariantCulture, $"\e[{columns}C") : "";
}
