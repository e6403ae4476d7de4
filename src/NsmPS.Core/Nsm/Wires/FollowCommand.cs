using System.Globalization;
using System.Text.RegularExpressions;

namespace NsmPS.Nsm.Wires;

/// <summary>An answer to a ping that is followed.</summary>
/// <param name="Sequence">Its number, from 0; the kernel's number has 16 bits and begins again.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record PingAnswer(int Sequence, double Milliseconds);

/// <summary>A ping that goes on until its reader goes away, and what it prints on the way.</summary>
internal static partial class FollowCommand
{
    /// <summary>After so many numbers they begin again.</summary>
    public const int Numbers = 1 << 16;

    private const int VppRound = 20;

    // The second process ends the ping when the input is closed, which is when nobody reads any more; a shell would not notice. Its own
    // output is nobody's, because the command lasts as long as somebody holds its output.
    private const string Kernel =
        """
        command -v ping >/dev/null || exit 127
        exec 3<&0
        ping -i "$1" -w "$2" -I "$3" "$4" &
        pid=$!
        (read -r end <&3; kill $pid) >/dev/null 2>&1 &
        wait $pid
        code=$?
        kill $! 2>/dev/null
        exit $code
        """;

    /// <summary>A VPP is asked for short rounds, one after the other: it does not notice that its reader has gone.</summary>
    private const string Vpp =
        """
        command -v vppctl >/dev/null || exit 127
        vppctl ping "$2" interval "$1" repeat "$3" </dev/null
        """;

    /// <summary>The command for a kind of interface.</summary>
    /// <param name="tool">The kind.</param>
    /// <param name="target">The address.</param>
    /// <param name="over">The interface.</param>
    /// <param name="interval">The pause between two requests.</param>
    /// <param name="longest">When it ends by itself, whatever happens to its reader.</param>
    public static IReadOnlyList<string> For(WireTool tool, string target, string over, TimeSpan interval, TimeSpan longest) =>
        tool is VppTool
            ? ["sh", "-c", Vpp, "ping", Seconds(interval), target, VppRound.ToString(CultureInfo.InvariantCulture)]
            : ["sh", "-c", Kernel, "ping", Seconds(interval), Math.Ceiling(longest.TotalSeconds).ToString(CultureInfo.InvariantCulture),
                over, target];

    /// <summary>Reads a line; null when it is no answer, or one that came twice.</summary>
    public static PingAnswer? Read(string line)
    {
        if (Answer().Match(line) is not { Success: true } match || line.Contains("DUP", StringComparison.Ordinal))
        {
            return null;
        }

        // Busybox counts from 0, the others from 1.
        var number = int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) - (match.Groups["other"].Success ? 1 : 0);
        return new PingAnswer((number + Numbers) % Numbers, double.Parse(match.Groups["ms"].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>Whether a ping refuses an interval so short.</summary>
    public static bool IsTooShort(string errors) => TooShort().IsMatch(errors);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"bytes from .*\b(?<other>icmp_)?seq=(?<number>\d{1,5})\b.*\btime=(?<ms>\d*\.?\d+)")]
    private static partial Regex Answer();

    [GeneratedRegex(@"minimal interval|invalid number|bad timing interval|option argument contains garbage")]
    private static partial Regex TooShort();
}
