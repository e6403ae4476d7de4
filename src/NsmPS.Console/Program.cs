using NsmPS.Console.Options;

namespace NsmPS.Console;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        var terminal = new ConsoleTerminal();
        try
        {
            CommandLine commandLine = CommandLineParser.Parse(arguments);
            return new ConsoleApplication(terminal, HostSettings.FromEnvironment()).Run(commandLine);
        }
        catch (CommandLineException exception)
        {
            terminal.Error.WriteLine($"NsmPS.Console: {exception.Message}");
            terminal.Error.WriteLine("NsmPS.Console -Help lists the options.");
            return ExitCodes.Usage;
        }
    }
}
