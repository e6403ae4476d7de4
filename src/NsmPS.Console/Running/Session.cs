using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;
using NsmPS.Console.Hosting;

namespace NsmPS.Console.Running;

/// <summary>One runspace of the engine: runs commands in it and shows their output and errors through the engine's own formatting.</summary>
internal sealed class Session : IDisposable
{
    private readonly ConsoleHost _host;
    private readonly Screen _screen;
    private readonly Interruption _interruption;
    private readonly Runspace _runspace;
    private int _nesting;

    public Session(ConsoleHost host, Screen screen, Interruption interruption)
    {
        _host = host;
        _screen = screen;
        _interruption = interruption;
        // Without this the engine would report its use to its makers.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        }

        state.Commands.Add(new SessionStateCmdletEntry("Out-String", typeof(OutStringCommand), helpFileName: null));
        // The engine's own help function needs pwsh's Select-Object.
        state.Commands.Add(new SessionStateAliasEntry("help", "Get-Help"));
        _runspace = RunspaceFactory.CreateRunspace(host, state);
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        PSStyle.Instance.OutputRendering = screen.UsesColor ? OutputRendering.Host : OutputRendering.PlainText;
    }

    /// <exception cref="RuntimeException">The module cannot be loaded.</exception>
    public void Import(string manifestPath)
    {
        using PowerShell shell = CreateShell();
        shell.AddCommand("Import-Module").AddParameter("Name", manifestPath).AddParameter("ErrorAction", ActionPreference.Stop);
        shell.Invoke();
    }

    /// <summary>Runs a command with its output and errors shown as they come.</summary>
    public RunResult Run(Command command)
    {
        using var exceptions = new ExceptionWatch(_runspace);
        using PowerShell shell = CreateShell();
        command.MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.Commands.AddCommand(command).AddCommand("Out-Default");
        using RunningPipeline running = _interruption.Enter(shell);
        try
        {
            // Only pipelines that go to the history leave $? behind.
            shell.Invoke(input: null, new PSInvocationSettings { AddToHistory = true });
            bool failed = _nesting == 0 && new LastStatus(_runspace).Failed(exceptions);
            return new RunResult(failed ? RunOutcome.Failed : RunOutcome.Succeeded, exceptions.ExitCode);
        }
        catch (PipelineStoppedException)
        {
            return new RunResult(RunOutcome.Stopped);
        }
        catch (InvalidPowerShellStateException) when (running.Stopped.IsCancellationRequested)
        {
            // Stopped before it had started.
            return new RunResult(RunOutcome.Stopped);
        }
        catch (ExitException exception)
        {
            // Only nested pipelines let exit out.
            _host.SetShouldExit((int)exception.Argument);
            return new RunResult(RunOutcome.Succeeded);
        }
        catch (IncompleteParseException)
        {
            // The engine says it without the place, because somebody might still be typing.
            Parser.ParseInput(command.CommandText, out _, out ParseError[] errors);
            Report(new ParseException(errors));
            return new RunResult(RunOutcome.Failed);
        }
        catch (RuntimeException exception)
        {
            Report(exception);
            return new RunResult(RunOutcome.Failed);
        }
        finally
        {
            _screen.EndProgress();
        }
    }

    /// <summary>The text that a script writes; empty if it fails.</summary>
    public string Evaluate(string script)
    {
        using PowerShell shell = CreateShell();
        shell.AddScript(script);
        using RunningPipeline running = _interruption.Enter(shell);
        try
        {
            return string.Concat(shell.Invoke());
        }
        catch (RuntimeException)
        {
            return "";
        }
    }

    /// <summary>What could stand at a place in a command; null if finding out failed or was interrupted.</summary>
    public CommandCompletion? Complete(string text, int cursor)
    {
        using PowerShell shell = CreateShell();
        using RunningPipeline running = _interruption.Enter(shell);
        try
        {
            return CommandCompletion.CompleteInput(text, cursor, options: new Hashtable(), shell);
        }
        catch (RuntimeException)
        {
            return null;
        }
    }

    /// <summary>Runs an action while a pipeline of this session is suspended: what it starts runs nested in that pipeline.</summary>
    public void Nest(Action action)
    {
        _nesting++;
        try
        {
            action();
        }
        finally
        {
            _nesting--;
        }
    }

    public void Dispose() => _runspace.Dispose();

    private PowerShell CreateShell() => _nesting > 0 ? PowerShell.Create(RunspaceMode.CurrentRunspace) : PowerShell.Create(_runspace);

    private void Report(RuntimeException exception)
    {
        // Formatted like any error; but it comes as a value, so only this program knows that it belongs to standard error.
        using IDisposable diversion = _screen.Divert(_screen.WriteError);
        using PowerShell shell = CreateShell();
        shell.AddCommand("Out-Default").Invoke(new[] { exception.ErrorRecord });
    }
}
