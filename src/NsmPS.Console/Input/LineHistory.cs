namespace NsmPS.Console.Input;

/// <summary>Lines accepted so far, oldest first, and the one that is shown while someone walks through them.</summary>
internal sealed class LineHistory
{
    private const int MaximumLines = 1000;

    private readonly List<string> _lines = [];
    private int _shown;

    /// <summary>Remembers a line, unless it is empty or repeats the last one.</summary>
    public void Add(string line)
    {
        if (line.Length > 0 && _lines.LastOrDefault() != line)
        {
            _lines.Add(line);
            if (_lines.Count > MaximumLines)
            {
                _lines.RemoveAt(0);
            }
        }

        _shown = _lines.Count;
    }

    /// <summary>Steps back; null at the oldest line.</summary>
    public string? Older() => _shown > 0 ? _lines[--_shown] : null;

    /// <summary>Steps forward; the empty line behind the newest, null if that is shown already.</summary>
    public string? Newer() => _shown >= _lines.Count ? null : ++_shown < _lines.Count ? _lines[_shown] : "";
}
