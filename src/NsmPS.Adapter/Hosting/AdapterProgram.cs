using Microsoft.AspNetCore.Connections;
using NsmPS.Adapter.Registration;
using NsmPS.Hosting;

namespace NsmPS.Adapter.Hosting;

/// <summary>The program from its options to its exit code.</summary>
internal static class AdapterProgram
{
    private const string SettingsFile = "appsettings.json";

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is [CommandLine.HelpOption])
        {
            ProcessDoor.Say(AdapterOptions.Help);
            return ExitCodes.Success;
        }

        if (arguments is [AdapterOptions.VersionOption])
        {
            ProcessDoor.Say(AdapterIdentity.Version);
            return ExitCodes.Success;
        }

        try
        {
            if (arguments is [AdapterOptions.ModelOption, var folder])
            {
                return WriteModel(Configure([]), folder);
            }

            var settings = Configure(arguments);
            if (settings.Background)
            {
                ProcessDoor.LeaveSession();
            }

            return await ServeAsync(settings);
        }
        catch (NsmException exception)
        {
            ProcessDoor.Complain($"NsmPS.Adapter: {exception.Message} {exception.Remedy}");
            return exception.Error == NsmErrors.AdapterAddressInUse ? ExitCodes.Unavailable : ExitCodes.Usage;
        }
    }

    private static AdapterSettings Configure(string[] arguments)
    {
        try
        {
            var configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, SettingsFile), optional: true, reloadOnChange: false)
                .AddEnvironmentVariables()
                .AddInMemoryCollection(AdapterOptions.Parse(arguments))
                .Build();
            return new SettingsReader(configuration, AppContext.BaseDirectory).Read();
        }
        catch (InvalidDataException exception)
        {
            throw new NsmException(NsmErrors.AdapterSettingInvalid, $"{SettingsFile} is not valid JSON.", SettingsFile, exception);
        }
    }

    private static int WriteModel(AdapterSettings settings, string folder)
    {
        try
        {
            foreach (var file in ModelPackage.Write(new AdapterCatalog(settings.Manifests).Value, folder))
            {
                ProcessDoor.Say(file);
            }

            return ExitCodes.Success;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NsmException(NsmErrors.AdapterSettingInvalid,
                $"{AdapterOptions.ModelOption}: {folder} cannot be written: {exception.Message}", folder, exception);
        }
    }

    private static async Task<int> ServeAsync(AdapterSettings settings)
    {
        await using var application = AdapterHost.Build(settings, OpenLog(settings));
        try
        {
            await application.StartAsync();
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new NsmException(NsmErrors.AdapterAddressInUse, $"Port {PortOf(settings)} of {settings.Listen} is in use.",
                null, exception);
        }
        catch (System.Net.Sockets.SocketException exception)
        {
            throw new NsmException(NsmErrors.AdapterSettingInvalid, $"The adapter cannot listen on {settings.Listen}:{settings.Port}: "
                + $"{exception.Message}.", nameof(AdapterSettings.Listen), exception);
        }

        await application.WaitForShutdownAsync();
        return ExitCodes.Success;
    }

    // Kestrel does not tell these two apart.
    private static string PortOf(AdapterSettings settings) =>
        settings.HealthPort is { } health ? $"{settings.Port} or {health}" : $"{settings.Port}";

    private static Stream OpenLog(AdapterSettings settings)
    {
        try
        {
            return settings.LogFile is { } file ? PrivateFiles.Append(file) : ProcessDoor.Output();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NsmException(NsmErrors.AdapterSettingInvalid,
                $"{nameof(AdapterSettings.LogFile)} cannot be written: {exception.Message}", settings.LogFile, exception);
        }
    }
}
