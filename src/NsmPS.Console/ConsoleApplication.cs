using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NsmPS.Console.Hosting;
using NsmPS.Console.Input;
using NsmPS.Console.Options;
using NsmPS.Console.Running;

namespace NsmPS.Console;

/// <summary>One run of the program, from its options to its exit code.</summary>
internal sealed class ConsoleApplication(ConsoleTerminal terminal, HostSettings settings)
{
    public int Run(CommandLine commandLine)
    {
        switch (commandLine.Mode)
        {
            case CommandLineMode.Help:
                terminal.Output.WriteLine(UsageText.Help);
                return ExitCodes.Success;
            case CommandLineMode.Version:
                terminal.Output.WriteLine(UsageText.Version);
                return ExitCodes.Success;
            case CommandLineMode.File when !File.Exists(commandLine.ScriptPath):
                throw new CommandLineException($"There is no script '{commandLine.ScriptPath}'.");
            default:
                return RunInSession(commandLine);
        }
    }

    private int RunInSession(CommandLine commandLine)
    {
        var locator = new ModuleLocator(settings, AppContext.BaseDirectory);
        if (locator.Find() is not { } manifestPath)
        {
            terminal.Error.WriteLine($"NsmPS.Console: {locator.Explanation}");
            return ExitCodes.Failure;
        }

        using var interruption = new Interruption();
        var screen = new Screen(terminal, settings, TimeProvider.System);
        var prompts = new PersonPrompts(terminal, screen, interruption, commandLine.NonInteractive);
        var rawUserInterface = new ConsoleHostRawUserInterface(terminal, screen, prompts, interruption);
        var host = new ConsoleHost(new ConsoleHostUserInterface(screen, prompts, rawUserInterface), screen);
        using var session = new Session(host, screen, interruption);
        try
        {
            session.Import(manifestPath);
        }
        catch (RuntimeException exception)
        {
            screen.WriteErrorLine($"NsmPS.Console: the module '{manifestPath}' could not be loaded: {exception.Message}");
            return ExitCodes.Failure;
        }

        if (commandLine.Mode == CommandLineMode.Prompt && terminal.CanAsk)
        {
            if (!commandLine.NoLogo)
            {
                screen.WriteLine(UsageText.Version);
                screen.WriteLine("Get-Command -Module NsmPS lists the commands, exit leaves.");
            }

            new PromptLoop(session, host, new LineEditor(terminal, screen), interruption).Run();
            return host.ExitCode ?? (interruption.Shutdown.IsCancellationRequested ? ExitCodes.Terminated : ExitCodes.Success);
        }

        RunResult result = session.Run(ToCommand(commandLine));
        // The engine hands on the exit of a command, but keeps that of a script file to itself.
        int? scriptExitCode = commandLine.Mode == CommandLineMode.File ? result.ScriptExitCode : null;
        return interruption.ExitCode ?? host.ExitCode ?? scriptExitCode ?? ExitCode(result.Outcome);
    }

    private Command ToCommand(CommandLine commandLine) => commandLine.Mode switch
    {
        CommandLineMode.File => ScriptFile.ToCommand(Path.GetFullPath(commandLine.ScriptPath), commandLine.ScriptArguments),
        CommandLineMode.Command => new Command(commandLine.CommandText, isScript: true, useLocalScope: false),
        _ => new Command(terminal.Input.ReadToEnd(), isScript: true, useLocalScope: false),
    };

    private static int ExitCode(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded => ExitCodes.Success,
        RunOutcome.Stopped => ExitCodes.Interrupted,
        _ => ExitCodes.Failure,
    };
}
