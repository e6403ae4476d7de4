using System.Management.Automation;
using System.Management.Automation.Internal;
using NsmPS.Console.Options;

namespace NsmPS.Console.Hosting;

/// <summary>
/// Everything the program prints goes through here: it keeps text and progress lines apart, and takes colours out where they do not
/// belong. Any thread may call it.
/// </summary>
internal sealed class Screen
{
    private const int RedirectedWidth = 200;
    private const int RedirectedHeight = 50;
    private const int FallbackTerminalWidth = 80;

    private readonly Lock _gate = new();
    private readonly ConsoleTerminal _terminal;
    private readonly HostSettings _settings;
    private readonly ProgressPane? _progress;
    private bool _atLineStart = true;
    private Diversion? _diversion;

    public Screen(ConsoleTerminal terminal, HostSettings settings, TimeProvider timeProvider)
    {
        _terminal = terminal;
        _settings = settings;
        bool smartTerminal = terminal.OutputIsTerminal && !settings.DumbTerminal;
        UsesColor = smartTerminal && !settings.NoColor;
        _progress = smartTerminal ? new ProgressPane(terminal.Output, UsesColor, timeProvider) : null;
    }

    /// <summary>Whether standard output takes escape sequences for colours.</summary>
    public bool UsesColor { get; }

    /// <summary>Characters per line: the terminal's; for redirected output wide enough that tables are seldom cut.</summary>
    public int Width => _terminal switch
    {
        _ when _diversion is { Width: { } width } => width,
        { Width: > 0 and int width } => width,
        { OutputIsTerminal: true } => FallbackTerminalWidth,
        _ => _settings.Columns ?? RedirectedWidth,
    };

    /// <summary>Rows of the terminal; for redirected output a number that nothing depends on.</summary>
    public int Height => _terminal.Height > 0 ? _terminal.Height : RedirectedHeight;

    public void Write(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (_diversion is { } diversion)
        {
            diversion.Write(text);
            return;
        }

        lock (_gate)
        {
            _progress?.Erase();
            _terminal.Output.Write(UsesColor ? text : Plain(text));
            _atLineStart = text[^1] == '\n';
        }
    }

    public void WriteLine(string text) => Write(text + Environment.NewLine);

    public void WriteError(string text)
    {
        lock (_gate)
        {
            _progress?.Erase();
            _terminal.Error.Write(_terminal.ErrorIsTerminal && UsesColor ? text : Plain(text));
            _atLineStart = _terminal.ErrorIsTerminal || _atLineStart;
        }
    }

    public void WriteErrorLine(string text) => WriteError(text + Environment.NewLine);

    /// <summary>From here until the result is disposed, what is meant for standard output goes elsewhere.</summary>
    public IDisposable Divert(Action<string> write, int? width = null)
    {
        var scope = new DiversionScope(this, _diversion);
        _diversion = new Diversion(write, width);
        return scope;
    }

    /// <summary>Text with cursor movements, for the line that is being edited; on a terminal only.</summary>
    public void WriteRaw(string text)
    {
        lock (_gate)
        {
            _progress?.Erase();
            _terminal.Output.Write(text);
            _atLineStart = text.EndsWith('\n');
        }
    }

    public void ShowProgress(long sourceId, ProgressRecord record)
    {
        lock (_gate)
        {
            // Behind a half-written line, such as a question, there is no room for progress.
            _progress?.Update(sourceId, record, Width, Height, mayDraw: _atLineStart);
        }
    }

    /// <summary>Takes progress off the screen for a program that writes to the terminal itself; it comes back with the next record.</summary>
    public void HideProgress()
    {
        lock (_gate)
        {
            _progress?.Erase();
        }
    }

    /// <summary>Forgets all progress: the pipeline that reported it has ended.</summary>
    public void EndProgress()
    {
        lock (_gate)
        {
            _progress?.Clear();
        }
    }

    private static string Plain(string text) => new StringDecorated(text).ToString(OutputRendering.PlainText);

    private sealed record Diversion(Action<string> Write, int? Width);

    private sealed class DiversionScope(Screen screen, Diversion? previous) : IDisposable
    {
        public void Dispose() => screen._diversion = previous;
    }
}
