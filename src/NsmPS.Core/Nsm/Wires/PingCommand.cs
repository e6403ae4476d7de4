using System.Globalization;
using NsmPS.Kubernetes.Exec;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Nsm.Wires;

/// <summary>The command that shows a pod's addresses, is told which one to ping, pings it, and then asks who answered. All in one, because
/// starting a command in a container costs more than everything it does.</summary>
internal static class PingCommand
{
    /// <summary>The exit code of a shell when a program does not exist.</summary>
    public const int NotFound = 127;

    /// <summary>What stands between the addresses and the ping.</summary>
    public const string Marker = "-- nsmps: address? --\n";

    private const string Script =
        $"""
        command -v ip >/dev/null || [ -n "$6" ] || exit 127
        ip addr && ip route || [ -n "$6" ] || exit 1
        {RouteRules.Version6}
        echo "$5"
        read -r target over
        [ -n "$target" ] || exit 0
        command -v ping >/dev/null || exit 127
        ping -c "$1" -s "$2" -i "$3" -W "$4" -I "$over" "$target"
        code=$?
        ip neigh show "$target" 2>/dev/null

        """;

    private const string Ending = "exit $code";

    /// <summary>The answer to what the command asks: the address to ping, and the interface to ping over, because several wires of a pod
    /// may have the same addresses.</summary>
    public static string Answer(string target, string over) => $"{target} {over}";

    public static IReadOnlyList<string> For(NsmIcmpOptions options, params IReadOnlyList<SampleCheck> checks) =>
        For(options, checks, addressKnown: false);

    /// <summary>The same; where the address is known, a container that cannot show its addresses can still ping.</summary>
    public static IReadOnlyList<string> For(NsmIcmpOptions options, IReadOnlyList<SampleCheck> checks, bool addressKnown)
    {
        var reply = Math.Max(1, (int)Math.Ceiling(options.Timeout.TotalSeconds / 2));
        return
        [
            "sh", "-c", Script + FetchCommand.Lines(checks, "target") + Ending, "ping",
            Count(options),
            Size(options),
            Interval(options),
            reply.ToString(CultureInfo.InvariantCulture),
            Marker.TrimEnd(),
            addressKnown ? "known" : "",
        ];
    }

    public static string Count(NsmIcmpOptions options) => options.Count.ToString(CultureInfo.InvariantCulture);

    public static string Size(NsmIcmpOptions options) => options.PacketSize.ToString(CultureInfo.InvariantCulture);

    /// <summary>The pause between two requests, in seconds.</summary>
    public static string Interval(NsmIcmpOptions options) => options.Interval.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>How long the command may take in all.</summary>
    public static TimeSpan Length(NsmIcmpOptions options, IReadOnlyList<SampleCheck> checks) =>
        ExecLimits.Short + (options.Interval * options.Count) + options.Timeout + (FetchCommand.Timeout * checks.Count);
}
