using System.Text;

namespace NsmPS.Kubernetes.Exec;

/// <summary>Cuts bytes that come in parts into lines.</summary>
internal sealed class LineCutter
{
    /// <summary>In letters. What is longer is given in pieces, so that a line without end does not fill the memory.</summary>
    public const int LongestLine = 64 * 1024;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _rest = new();

    /// <summary>The lines that a part completes.</summary>
    public IReadOnlyList<string> Add(ReadOnlySpan<byte> part)
    {
        var letters = new char[_decoder.GetCharCount(part, flush: false)];
        _decoder.GetChars(part, letters, flush: false);
        var lines = new List<string>();
        foreach (var letter in letters)
        {
            if (letter != '\n')
            {
                _rest.Append(letter);
            }

            if (letter == '\n' || _rest.Length == LongestLine)
            {
                lines.Add(_rest.ToString().TrimEnd('\r'));
                _rest.Clear();
            }
        }

        return lines;
    }

    /// <summary>What stands after the last line end; null when nothing does.</summary>
    public string? Rest() => _rest.Length > 0 ? _rest.ToString() : null;
}
