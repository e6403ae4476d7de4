using System.Text;
using System.Text.RegularExpressions;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>Shows what a program prints, line by line, and the start of a line once nothing follows it: it may be a question.</summary>
internal sealed partial class ChildLines(ILoginScreen screen, TimeProvider time)
{
    private const int LongestLine = 8192;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly StringBuilder _line = new();

    /// <summary>Takes what was printed.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (character == '\n')
            {
                Show(isLine: true);
            }
            else if (_line.Length < LongestLine)
            {
                _line.Append(character);
            }
        }
    }

    /// <summary>Waits for what is printed next; the end of it all ends the last line.</summary>
    public async Task WaitAsync(Task<int> read)
    {
        if (_line.Length == 0)
        {
            return;
        }

        try
        {
            if (await read.WaitAsync(s_pause, time) == 0)
            {
                Show(isLine: true);
            }
        }
        catch (TimeoutException)
        {
            Show(isLine: false);
        }
    }

    private void Show(bool isLine)
    {
        // Colours and the like are for the terminal that the program does not have.
        var text = string.Concat(Sequences().Replace(_line.ToString(), "").Replace('\t', ' ').Where(ShownText.IsPrintable));
        _line.Clear();
        screen.Show(text, isLine);
    }

    [GeneratedRegex(@"\e\[[0-?]*[ -/]*[@-~]")]
    private static partial Regex Sequences();
}
