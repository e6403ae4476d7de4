using System.Globalization;
using System.Text.RegularExpressions;

namespace NsmPS.Sandbox.Hosting;

/// <summary>Turns options into settings.</summary>
internal static partial class CommandLine
{
    public const string HelpOption = "--help";

    public const string Help = """
        usage: NsmPS.Sandbox --kubeconfig FILE [options]

          --kubeconfig FILE         write there how to connect; readable only by you
          --port N                  port of 127.0.0.1 to listen on; 0 takes a free one (0)
          --nodes N                 how many nodes the cluster has (3)
          --kubernetes-version V    the version it says it is (1.32.0)
          --time-scale N            how many times faster than the real clock the cluster lives, up to 100 (1)
          --state FILE              keep the cluster in this file, and go on from it when it exists
          --log-file FILE           append the log to this file instead of standard output
          --background              leave the terminal's session: its Ctrl+C does not reach the sandbox
          --end-with-input          stop when standard input ends
          --ready-file FILE         write process id, address and kubeconfig there once the sandbox serves
          --help                    print this
        """;

    private const int MostNodes = 100;
    private const int LargestScale = 100;

    /// <exception cref="OptionException">An option is unknown, stands twice or has a wrong value.</exception>
    public static SandboxSettings Parse(IReadOnlyList<string> arguments)
    {
        var settings = new SandboxSettings();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < arguments.Count; i++)
        {
            string name = arguments[i];
            if (!seen.Add(name))
            {
                throw new OptionException($"{name} stands twice.");
            }

            settings = name switch
            {
                "--background" => settings with { Background = true },
                "--end-with-input" => settings with { EndWithInput = true },
                "--port" => settings with { Port = Number(name, Value(), 0, ushort.MaxValue) },
                "--nodes" => settings with { Nodes = Number(name, Value(), 1, MostNodes) },
                "--time-scale" => settings with { TimeScale = Number(name, Value(), 1, LargestScale) },
                "--kubernetes-version" => settings with { KubernetesVersion = Version(Value()) },
                "--kubeconfig" => settings with { Kubeconfig = Path.GetFullPath(Value()) },
                "--state" => settings with { StateFile = Path.GetFullPath(Value()) },
                "--ready-file" => settings with { ReadyFile = Path.GetFullPath(Value()) },
                "--log-file" => settings with { LogFile = Path.GetFullPath(Value()) },
                _ => throw new OptionException($"'{name}' is not an option; {HelpOption} lists them."),
            };

            string Value() => ++i < arguments.Count && arguments[i].Length > 0 ? arguments[i] : throw new OptionException($"{name} needs a value.");
        }

        return settings.Kubeconfig is null ? throw new OptionException("--kubeconfig is needed: without it nobody can connect.") : settings;
    }

    private static int Number(string name, string text, int smallest, int largest) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= smallest && number <= largest
            ? number
            : throw new OptionException($"{name} is '{text}'; it must be a number from {smallest} to {largest}.");

    private static string Version(string text) =>
        VersionPattern().IsMatch(text) ? text.TrimStart('v') : throw new OptionException($"--kubernetes-version is '{text}'; it must be like 1.32.0.");

    [GeneratedRegex(@"^v?\d{1,3}\.\d{1,3}\.\d{1,3}$")]
    private static partial Regex VersionPattern();
}

/// <summary>An option is wrong.</summary>
internal sealed class OptionException(string message) : Exception(message);
