using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using NsmPS.Console.Hosting;
using NsmPS.Console.Input;

namespace NsmPS.Console.Running;

/// <summary>Reads commands at a prompt and runs them, until exit, Ctrl+D or the end of the process is asked for.</summary>
internal sealed class PromptLoop(Session session, ConsoleHost host, LineEditor editor, Interruption interruption)
{
    private const string ContinuationPrompt = ">> ";

    private readonly LineHistory _history = new();

    public void Run()
    {
        interruption.AtPrompt = true;
        host.NestedPrompt = () => session.Nest(() => ReadAndRun(() => host.NestedPromptShouldEnd));
        ReadAndRun(() => false);
    }

    private void ReadAndRun(Func<bool> shouldEnd)
    {
        host.NestedPromptShouldEnd = false;
        while (host.ExitCode is null && !shouldEnd() && !interruption.Shutdown.IsCancellationRequested)
        {
            string? statement = ReadStatement();
            if (statement is null)
            {
                break;
            }

            if (statement.Length > 0)
            {
                session.Run(new Command(statement, isScript: true, useLocalScope: false));
            }
        }

        // What ends a nested prompt does not end the one around it.
        host.NestedPromptShouldEnd = false;
    }

    /// <summary>One complete statement, over several lines if need be; empty if it was given up, null at the end of input.</summary>
    private string? ReadStatement()
    {
        var options = new LineEditorOptions { History = _history, Complete = session.Complete };
        string statement = "";
        string prompt = session.Evaluate("prompt");
        while (true)
        {
            EditedLine line = Read(prompt.Length > 0 ? prompt : "PS> ", options);
            _history.Add(line.Text);
            if (line.Ending == LineEnding.EndOfInput)
            {
                return null;
            }

            statement += line.Text;
            if (line.Ending == LineEnding.Interrupted)
            {
                return "";
            }

            if (!IsIncomplete(statement))
            {
                return statement;
            }

            statement += "\n";
            prompt = ContinuationPrompt;
        }
    }

    private EditedLine Read(string prompt, LineEditorOptions options)
    {
        try
        {
            return editor.Read(prompt, options, interruption.Shutdown);
        }
        catch (OperationCanceledException)
        {
            return new EditedLine(LineEnding.EndOfInput, "");
        }
    }

    private static bool IsIncomplete(string statement)
    {
        Parser.ParseInput(statement, out _, out ParseError[] errors);
        return errors.Any(error => error.IncompleteInput);
    }
}
