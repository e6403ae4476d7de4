namespace NsmPS.Processes;

/// <summary>Reads what a program writes, so that it never blocks on a full pipe, and keeps the beginning.</summary>
internal sealed class ChildLines(StreamReader reader)
{
    private const int Kept = 20;

    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    /// <summary>The first lines that came so far.</summary>
    public IReadOnlyList<string> First
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Reads until the program closes its end.</summary>
    public async Task ReadAsync()
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                lock (_gate)
                {
                    if (_lines.Count < Kept && line.Length > 0)
                    {
                        _lines.Add(line);
                    }
                }
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // The pipe is gone, and the program with it.
        }
    }
}
