using NsmPS.Hosting;

namespace NsmPS.Adapter.Hosting;

/// <summary>Turns options into settings.</summary>
internal static class AdapterOptions
{
    public const string Help = """
        usage: NsmPS.Adapter [options]

          --port N                  port to listen on; 0 takes a free one (10004)
          --listen ADDRESS          address to listen on (0.0.0.0)
          --tls-certificate FILE    serve over TLS with this certificate (PEM) ...
          --tls-key FILE            ... and this key (PEM)
          --client-authority FILE   take only callers with a certificate of this authority (PEM)
          --health-port N           answer /healthz, /readyz and /metrics there over HTTP/1 (off)
          --log-format text|json    form of the log (text)
          --log-level LEVEL         Debug, Information, Warning or Error (Information)
          --log-file FILE           append the log to this file instead of standard output
          --background              leave the terminal's session: its Ctrl+C does not reach the adapter
          --end-with-input          stop when standard input ends
          --ready-file FILE         write process id and address there once the adapter serves
          --state-file FILE         note open operations there, so that the next adapter tells their end if this one is killed
          --manifests FOLDER        releases and samples (beside the program)
          --write-model FOLDER      write the packages that `mesheryctl model import` takes there, and end
          --version                 print the version
          --help                    print this

        Every option is also a setting: Adapter__Port=10004 in the environment, or Adapter:Port in appsettings.json.
        """;

    public const string VersionOption = "--version";

    public const string ModelOption = "--write-model";

    private const int MessageLimit = 200;

    private static readonly Dictionary<string, (string Setting, bool TakesValue)> s_options = new(StringComparer.Ordinal)
    {
        ["--port"] = (nameof(AdapterSettings.Port), true),
        ["--listen"] = (nameof(AdapterSettings.Listen), true),
        ["--tls-certificate"] = (nameof(AdapterSettings.TlsCertificate), true),
        ["--tls-key"] = (nameof(AdapterSettings.TlsKey), true),
        ["--client-authority"] = (nameof(AdapterSettings.ClientAuthority), true),
        ["--health-port"] = (nameof(AdapterSettings.HealthPort), true),
        ["--log-format"] = (SettingsReader.LogFormat, true),
        ["--log-level"] = (nameof(AdapterSettings.LogLevel), true),
        ["--log-file"] = (nameof(AdapterSettings.LogFile), true),
        ["--background"] = (nameof(AdapterSettings.Background), false),
        ["--end-with-input"] = (nameof(AdapterSettings.EndWithInput), false),
        ["--ready-file"] = (nameof(AdapterSettings.ReadyFile), true),
        ["--state-file"] = (nameof(AdapterSettings.StateFile), true),
        ["--manifests"] = (nameof(AdapterSettings.Manifests), true),
    };

    /// <summary>The settings that the options give.</summary>
    /// <exception cref="NsmException">AdapterSettingInvalid.</exception>
    public static IReadOnlyDictionary<string, string?> Parse(IReadOnlyList<string> arguments)
    {
        try
        {
            return CommandLine.Parse(arguments, s_options.ToDictionary(option => option.Key, option => option.Value.TakesValue))
                .ToDictionary(given => $"{AdapterSettings.Section}:{s_options[given.Key].Setting}", given => given.Value ?? bool.TrueString,
                    StringComparer.OrdinalIgnoreCase)!;
        }
        catch (CommandLineException exception)
        {
            throw new NsmException(NsmErrors.AdapterSettingInvalid, TextRules.Clean(exception.Message, MessageLimit), null, exception);
        }
    }
}
