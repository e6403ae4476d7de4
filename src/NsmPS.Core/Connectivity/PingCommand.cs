using System.Globalization;
using System.Net;

namespace NsmPS.Connectivity;

/// <summary>The command that pings once addresses are known, and then asks who answered.</summary>
internal static class PingCommand
{
    /// <summary>What a shell returns when a program is not there.</summary>
    public const int NotFound = 127;

    private const string Script =
        """
        command -v ping >/dev/null || exit 127
        ping -c "$1" -s "$2" -i "$3" -W "$4" "$5"
        code=$?
        ip neigh show "$5" 2>/dev/null
        exit $code
        """;

    public static IReadOnlyList<string> For(NsmIcmpOptions options, IPAddress target)
    {
        var reply = Math.Max(1, (int)Math.Ceiling(options.Timeout.TotalSeconds / 2));
        return
        [
            "sh", "-c", Script, "ping",
            options.Count.ToString(CultureInfo.InvariantCulture),
            options.PacketSize.ToString(CultureInfo.InvariantCulture),
            options.Interval.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),
            reply.ToString(CultureInfo.InvariantCulture),
            target.ToString(),
        ];
    }

    /// <summary>How long the command may take in all.</summary>
    public static TimeSpan Length(NsmIcmpOptions options) => (options.Interval * options.Count) + options.Timeout;
}
