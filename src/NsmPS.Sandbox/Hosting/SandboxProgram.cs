using Microsoft.AspNetCore.Connections;
using NsmPS.Hosting;
using NsmPS.Sandbox.Bundles;

namespace NsmPS.Sandbox.Hosting;

/// <summary>The program from its options to its exit code.</summary>
internal static class SandboxProgram
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is [CommandLine.HelpOption])
        {
            ProcessDoor.Say(SandboxOptions.Help);
            return ExitCodes.Success;
        }

        try
        {
            var settings = SandboxOptions.Parse(arguments);
            if (settings.Background)
            {
                ProcessDoor.LeaveSession();
            }

            var log = settings.LogFile is { } file ? PrivateFiles.Append(file) : ProcessDoor.Output();
            await using var application = SandboxHost.Build(settings, log, TimeProvider.System);
            await application.StartAsync();
            await application.WaitForShutdownAsync();
            return ExitCodes.Success;
        }
        catch (Exception exception) when (exception is CommandLineException or StateException or BundleException)
        {
            ProcessDoor.Complain($"NsmPS.Sandbox: {exception.Message}");
            return ExitCodes.Usage;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            ProcessDoor.Complain("NsmPS.Sandbox: the port is in use; choose another with --port.");
            return ExitCodes.Unavailable;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ProcessDoor.Complain($"NsmPS.Sandbox: a file cannot be written: {exception.Message}");
            return ExitCodes.Usage;
        }
    }
}
