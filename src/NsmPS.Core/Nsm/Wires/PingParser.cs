using System.Globalization;
using System.Text.RegularExpressions;

namespace NsmPS.Nsm.Wires;

/// <summary>The statistics that ping prints at its end.</summary>
internal sealed record PingStatistics(int Sent, int Received, double LossPercent, double? MinMs, double? AvgMs, double? MaxMs);

/// <summary>Reads the output of ping, of iputils and of busybox.</summary>
internal static partial class PingParser
{
    /// <summary>The statistics; null when the output has none.</summary>
    public static PingStatistics? Parse(string text)
    {
        if (Counts().Match(text) is not { Success: true } counts)
        {
            return null;
        }

        var sent = int.Parse(counts.Groups["sent"].Value, CultureInfo.InvariantCulture);
        var received = int.Parse(counts.Groups["received"].Value, CultureInfo.InvariantCulture);
        var loss = sent == 0 ? 100 : 100.0 * Math.Max(0, sent - received) / sent;
        var times = Times().Match(text);
        double? Time(string name) => times.Success ? double.Parse(times.Groups[name].Value, CultureInfo.InvariantCulture) : null;
        return new PingStatistics(sent, received, Math.Round(loss, 1), Time("min"), Time("avg"), Time("max"));
    }

    /// <summary>Whether ping gave up because nothing leaves by the interface: its link is down, and of IPv6 its addresses are gone then.
    /// It prints no statistics.</summary>
    public static bool CannotSend(string errors) => NoWayOut().IsMatch(errors);

    /// <summary>The hardware address in one line of <c>ip neigh</c>; empty when there is none.</summary>
    public static string ParseNeighbour(string text) => Neighbour().Match(text) is { Success: true } match ? match.Groups["mac"].Value : "";

    [GeneratedRegex(@"(?<sent>\d{1,9}) packets transmitted, (?<received>\d{1,9}) (packets )?received")]
    private static partial Regex Counts();

    [GeneratedRegex(@"(round-trip|rtt) min/avg/max(/mdev)? = (?<min>[\d.]+)/(?<avg>[\d.]+)/(?<max>[\d.]+)")]
    private static partial Regex Times();

    [GeneratedRegex(@"^ping: (sendto|sendmsg|connect): (Network is (unreachable|down)|Cannot assign requested address)",
        RegexOptions.Multiline)]
    private static partial Regex NoWayOut();

    [GeneratedRegex(@"\blladdr (?<mac>[0-9a-f:]{17})")]
    private static partial Regex Neighbour();
}
