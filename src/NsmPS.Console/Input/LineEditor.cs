using System.Management.Automation;
using NsmPS.Console.Hosting;

namespace NsmPS.Console.Input;

/// <summary>Reads one line from the terminal, key by key: the usual editing keys, history, completion.</summary>
internal sealed class LineEditor(ConsoleTerminal terminal, Screen screen)
{
    /// <exception cref="OperationCanceledException">The token was cancelled before the line was complete.</exception>
    public EditedLine Read(string prompt, LineEditorOptions options, CancellationToken cancellationToken)
    {
        // Only the prompt's last line is redrawn with the text.
        int lastLine = prompt.LastIndexOf('\n') + 1;
        var view = new LineView(screen, prompt[lastLine..]);
        terminal.BeginKeys();
        try
        {
            screen.Write(prompt[..lastLine]);
            return Edit(view, new LineBuffer(), options, cancellationToken);
        }
        finally
        {
            terminal.EndKeys();
        }
    }

    private EditedLine Edit(LineView view, LineBuffer buffer, LineEditorOptions options, CancellationToken cancellationToken)
    {
        TabCycle? tabCycle = null;
        while (true)
        {
            view.Draw(Shown(buffer, options), buffer.Cursor);
            ConsoleKeyInfo key = ReadKey(view, buffer, options, cancellationToken);
            if (Ending(key, buffer) is { } ending)
            {
                view.End(Shown(buffer, options));
                return new EditedLine(ending, buffer.Text);
            }

            if (key.Key == ConsoleKey.Tab)
            {
                tabCycle ??= StartCycle(buffer, options);
                tabCycle?.Step(buffer, forward: !key.Modifiers.HasFlag(ConsoleModifiers.Shift));
                continue;
            }

            tabCycle = null;
            Apply(key, buffer, options.History);
        }
    }

    private TabCycle? StartCycle(LineBuffer buffer, LineEditorOptions options)
    {
        // Looking for completions may take long: Ctrl+C stops it.
        terminal.EndKeys();
        CommandCompletion? completion = options.Complete?.Invoke(buffer.Text, buffer.Cursor);
        terminal.BeginKeys();
        return completion is null ? null : new TabCycle(completion);
    }

    private static string Shown(LineBuffer buffer, LineEditorOptions options) =>
        options.Mask is { } mask ? new string(mask, buffer.Text.Length) : buffer.Text;

    private static LineEnding? Ending(ConsoleKeyInfo key, LineBuffer buffer) => (key.Key, key.Modifiers) switch
    {
        (ConsoleKey.Enter, _) => LineEnding.Accepted,
        (ConsoleKey.C, ConsoleModifiers.Control) => LineEnding.Interrupted,
        (ConsoleKey.D, ConsoleModifiers.Control) when buffer.Text.Length == 0 => LineEnding.EndOfInput,
        _ => null,
    };

    private static void Apply(ConsoleKeyInfo key, LineBuffer buffer, LineHistory? history)
    {
        switch (key.Key, key.Modifiers)
        {
            case (ConsoleKey.Backspace, _):
                buffer.DeleteBack();
                break;
            case (ConsoleKey.Delete, _) or (ConsoleKey.D, ConsoleModifiers.Control):
                buffer.DeleteForward();
                break;
            case (ConsoleKey.LeftArrow, _):
                buffer.MoveTo(buffer.Cursor - 1);
                break;
            case (ConsoleKey.RightArrow, _):
                buffer.MoveTo(buffer.Cursor + 1);
                break;
            case (ConsoleKey.Home, _) or (ConsoleKey.A, ConsoleModifiers.Control):
                buffer.MoveTo(0);
                break;
            case (ConsoleKey.End, _) or (ConsoleKey.E, ConsoleModifiers.Control):
                buffer.MoveTo(buffer.Text.Length);
                break;
            case (ConsoleKey.U, ConsoleModifiers.Control):
                buffer.DeleteToStart();
                break;
            case (ConsoleKey.K, ConsoleModifiers.Control):
                buffer.DeleteToEnd();
                break;
            case (ConsoleKey.W, ConsoleModifiers.Control):
                buffer.DeleteWordBack();
                break;
            case (ConsoleKey.Escape, _):
                buffer.Set("");
                break;
            case (ConsoleKey.UpArrow, _) when history?.Older() is { } older:
                buffer.Set(older);
                break;
            case (ConsoleKey.DownArrow, _) when history?.Newer() is { } newer:
                buffer.Set(newer);
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                {
                    buffer.Insert(key.KeyChar.ToString());
                }

                break;
        }
    }

    private ConsoleKeyInfo ReadKey(LineView view, LineBuffer buffer, LineEditorOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return terminal.ReadKey(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            view.End(Shown(buffer, options));
            throw;
        }
    }
}
