using System.Globalization;
using System.Text.RegularExpressions;
using NsmPS.Hosting;

namespace NsmPS.Sandbox.Hosting;

/// <summary>Turns options into settings.</summary>
internal static partial class SandboxOptions
{
    public const string Help = """
        usage: NsmPS.Sandbox --kubeconfig FILE [options]

          --kubeconfig FILE         write there how to connect; readable only by you
          --port N                  port of 127.0.0.1 to listen on; 0 takes a free one (0)
          --nodes N                 how many nodes the cluster has (3)
          --kubernetes-version V    the version it says it is (1.36.0)
          --time-scale N            how many times faster than the real clock the cluster lives, up to 100 (1)
          --state FILE              keep the cluster in this file, and go on from it when it exists
          --bundle FILE             show the cluster of this support bundle; nothing in it changes
          --log-file FILE           append the log to this file instead of standard output
          --background              leave the terminal's session: its Ctrl+C does not reach the sandbox
          --end-with-input          stop when standard input ends
          --ready-file FILE         write process id, address and kubeconfig there once the sandbox serves
          --help                    print this
        """;

    private const int MostNodes = 250;
    private const int LargestScale = 100;

    private const string Kubeconfig = "--kubeconfig";
    private const string Port = "--port";
    private const string Nodes = "--nodes";
    private const string KubernetesVersion = "--kubernetes-version";
    private const string TimeScale = "--time-scale";
    private const string State = "--state";
    private const string Bundle = "--bundle";
    private const string LogFile = "--log-file";
    private const string ReadyFile = "--ready-file";
    private const string Background = "--background";
    private const string EndWithInput = "--end-with-input";

    private static readonly Dictionary<string, bool> s_options = new(StringComparer.Ordinal)
    {
        [Kubeconfig] = true,
        [Port] = true,
        [Nodes] = true,
        [KubernetesVersion] = true,
        [TimeScale] = true,
        [State] = true,
        [Bundle] = true,
        [LogFile] = true,
        [ReadyFile] = true,
        [Background] = false,
        [EndWithInput] = false,
    };

    /// <exception cref="CommandLineException">An option is unknown, stands twice or has a wrong value.</exception>
    public static SandboxSettings Parse(IReadOnlyList<string> arguments)
    {
        var given = CommandLine.Parse(arguments, s_options);
        var defaults = new SandboxSettings();
        if (given.ContainsKey(Bundle) && given.ContainsKey(State))
        {
            throw new CommandLineException($"{Bundle} and {State} do not go together: the cluster of a bundle does not change.");
        }

        return new SandboxSettings
        {
            Port = given.GetValueOrDefault(Port) is { } port ? Number(Port, port, 0, ushort.MaxValue) : defaults.Port,
            Nodes = given.GetValueOrDefault(Nodes) is { } nodes ? Number(Nodes, nodes, 1, MostNodes) : defaults.Nodes,
            KubernetesVersion = given.GetValueOrDefault(KubernetesVersion) is { } version ? Version(version) : defaults.KubernetesVersion,
            TimeScale = given.GetValueOrDefault(TimeScale) is { } scale ? Number(TimeScale, scale, 1, LargestScale) : defaults.TimeScale,
            StateFile = File(State),
            BundleFile = File(Bundle),
            LogFile = File(LogFile),
            ReadyFile = File(ReadyFile),
            Background = given.ContainsKey(Background),
            EndWithInput = given.ContainsKey(EndWithInput),
            Kubeconfig = File(Kubeconfig)
                ?? throw new CommandLineException($"{Kubeconfig} is needed: without it nobody can connect."),
        };

        string? File(string option) => given.GetValueOrDefault(option) is { } path ? Path.GetFullPath(path) : null;
    }

    private static int Number(string name, string text, int smallest, int largest) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= smallest && number <= largest
            ? number
            : throw new CommandLineException($"{name} is '{text}'; it must be a number from {smallest} to {largest}.");

    private static string Version(string text) =>
        VersionPattern().IsMatch(text)
            ? text.TrimStart('v')
            : throw new CommandLineException($"--kubernetes-version is '{text}'; it must be like 1.36.0.");

    [GeneratedRegex(@"^v?\d{1,3}\.\d{1,3}\.\d{1,3}$")]
    private static partial Regex VersionPattern();
}
