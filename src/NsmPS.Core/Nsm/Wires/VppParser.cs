using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace NsmPS.Nsm.Wires;

/// <summary>Reads what <c>vppctl</c> prints. VPP tells failures in words and always returns 0.</summary>
internal static partial class VppParser
{
    /// <summary>The interfaces of <c>show int addr</c>, with the hardware addresses of <c>show hardware-interfaces</c> behind it. VPP's MTU
    /// is not read and is 0.</summary>
    public static IReadOnlyList<NetworkInterface> ParseInterfaces(string text)
    {
        var interfaces = new List<NetworkInterface>();
        var macs = new Dictionary<string, string>(StringComparer.Ordinal);
        var hardware = "";
        foreach (var line in Lines(text))
        {
            if (Head().Match(line) is { Success: true } head)
            {
                interfaces.Add(new NetworkInterface(head.Groups["name"].Value, "", 0, head.Groups["state"].Value == "up", []));
            }
            else if (interfaces.Count > 0 && Address().Match(line) is { Success: true } address
                && IPAddress.TryParse(address.Groups["ip"].Value, out var ip))
            {
                var length = int.Parse(address.Groups["length"].Value, CultureInfo.InvariantCulture);
                interfaces[^1] = interfaces[^1] with { Addresses = [.. interfaces[^1].Addresses, new InterfaceAddress(ip, length)] };
            }
            else if (Hardware().Match(line) is { Success: true } device)
            {
                hardware = device.Groups["name"].Value;
            }
            else if (Ethernet().Match(line) is { Success: true } ethernet)
            {
                macs[hardware] = ethernet.Groups["mac"].Value;
            }
        }

        return [.. interfaces.Select(item => item with { Mac = macs.GetValueOrDefault(item.Name, "") })];
    }

    /// <summary>The statistics of the last ping in a text; null when there are none, and when VPP sent nothing.</summary>
    public static PingStatistics? ParsePing(string text)
    {
        if (Counts().Matches(text).LastOrDefault() is not { } counts)
        {
            return null;
        }

        var sent = int.Parse(counts.Groups["sent"].Value, CultureInfo.InvariantCulture);
        var received = int.Parse(counts.Groups["received"].Value, CultureInfo.InvariantCulture);
        if (sent == 0)
        {
            return null;
        }

        double[] times = [.. Reply().Matches(text).Select(reply => double.Parse(reply.Groups["ms"].Value, CultureInfo.InvariantCulture))
            .TakeLast(received)];
        double? Time(Func<IEnumerable<double>, double> of) => times.Length == 0 ? null : Math.Round(of(times), 4);
        return new PingStatistics(sent, received, Math.Round(100.0 * Math.Max(0, sent - received) / sent, 1), Time(Enumerable.Min),
            Time(Enumerable.Average), Time(Enumerable.Max));
    }

    /// <summary>The routes to single addresses in <c>show ip fib</c> and <c>show ip6 fib</c>. VPP shows a route that only names an
    /// interface as one whose neighbours it looks for there. Once it has found the address, it shows the route via that address. Routes
    /// to itself are neither.</summary>
    public static IReadOnlyList<HostRoute> ParseHostRoutes(string text)
    {
        var routes = new List<HostRoute>();
        IPAddress? to = null;
        foreach (var line in Lines(text))
        {
            if (Destination().Match(line) is { Success: true } destination)
            {
                to = IPAddress.TryParse(destination.Groups["ip"].Value, out var ip)
                    && WireRules.IsSingle(new InterfaceAddress(ip, int.Parse(destination.Groups["length"].Value,
                        CultureInfo.InvariantCulture))) ? ip : null;
            }
            else if (to is not null && Path().Match(line) is { Success: true } path)
            {
                routes.Add(new HostRoute(path.Groups["device"].Value, to));
                to = null;
            }
        }

        return routes;
    }

    /// <summary>The neighbours that VPP has found or was told of.</summary>
    public static IReadOnlyList<Neighbour> ParseNeighbours(string text) =>
        [.. Neighbours().Matches(text)
            .Select(match => new Neighbour(match.Groups["ip"].Value, match.Groups["device"].Value, match.Groups["mac"].Value))];

    /// <summary>The hardware address of an address in the table of <c>show ip arp</c> or
    /// <c>show ip neighbors</c>; empty when it is not there.</summary>
    public static string ParseNeighbour(string text, string address) =>
        ParseNeighbours(text).FirstOrDefault(entry => entry.Address == address)?.Mac ?? "";

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.TrimEnd('\r'));

    [GeneratedRegex(@"^(?<name>\S+) \((?<state>up|dn)\):")]
    private static partial Regex Head();

    [GeneratedRegex(@"^\s+L3 (?<ip>[0-9a-fA-F.:]+)/(?<length>\d{1,3})\b")]
    private static partial Regex Address();

    [GeneratedRegex(@"^(?<name>\S+)\s+\d{1,9}\s+(up|down)\s")]
    private static partial Regex Hardware();

    [GeneratedRegex(@"^\s+Ethernet address (?<mac>[0-9a-f:]{17})")]
    private static partial Regex Ethernet();

    [GeneratedRegex(@"Statistics: (?<sent>\d{1,9}) sent, (?<received>\d{1,9}) received")]
    private static partial Regex Counts();

    [GeneratedRegex(@"^\d{1,9} bytes from \S+ icmp_seq=\d{1,9} .*time=(?<ms>\d{0,9}\.?\d{1,9}) ms", RegexOptions.Multiline)]
    private static partial Regex Reply();

    [GeneratedRegex(@"^\s+[\d.]+\s+(?<ip>[0-9a-fA-F.:]{2,39})\s+([A-Z]+\s+)?(?<mac>[0-9a-f]{2}(:[0-9a-f]{2}){5})\s+(?<device>\S+)",
        RegexOptions.Multiline)]
    private static partial Regex Neighbours();

    [GeneratedRegex(@"^(?<ip>[0-9a-fA-F.:]+)/(?<length>\d{1,3})$")]
    private static partial Regex Destination();

    [GeneratedRegex(@"^\s+\[\d{1,3}\] \[@\d{1,3}\]: (ipv[46]-glean: (\[src:\S+\] )?|ipv[46] via \S+ )(?<device>[^\s:]+)")]
    private static partial Regex Path();
}
