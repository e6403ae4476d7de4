using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace NsmPS.Nsm.Wires;

/// <summary>Reads the output of <c>ip addr</c>, of iproute2 and of busybox.</summary>
internal static partial class AddressParser
{
    public static IReadOnlyList<NetworkInterface> Parse(string text)
    {
        var interfaces = new List<NetworkInterface>();
        foreach (var line in text.Split('\n'))
        {
            if (Head().Match(line) is { Success: true } head)
            {
                interfaces.Add(new NetworkInterface(
                    head.Groups["name"].Value, "", int.Parse(head.Groups["mtu"].Value, CultureInfo.InvariantCulture),
                    head.Groups["flags"].Value.Split(',').Contains("LOWER_UP"), [])
                {
                    HasMaster = line.Contains(" master ", StringComparison.Ordinal),
                    Index = int.Parse(head.Groups["index"].Value, CultureInfo.InvariantCulture),
                    PeerIndex = head.Groups["peer"] is { Success: true } peer ? int.Parse(peer.Value, CultureInfo.InvariantCulture) : 0,
                });
            }
            else if (interfaces.Count > 0 && Link().Match(line) is { Success: true } link)
            {
                interfaces[^1] = interfaces[^1] with { Mac = link.Groups["mac"].Value };
            }
            else if (interfaces.Count > 0 && Address().Match(line) is { Success: true } address
                && IPAddress.TryParse(address.Groups["ip"].Value, out var ip))
            {
                var length = int.Parse(address.Groups["length"].Value, CultureInfo.InvariantCulture);
                interfaces[^1] = interfaces[^1] with { Addresses = [.. interfaces[^1].Addresses, new InterfaceAddress(ip, length)] };
            }
        }

        return interfaces;
    }

    [GeneratedRegex(@"^(?<index>\d{1,9}):\s+(?<name>[^:@\s]+)(@(if(?<peer>\d{1,9})|[^:\s]+))?:\s+<(?<flags>[^>]*)>.*\bmtu (?<mtu>\d{1,9})")]
    private static partial Regex Head();

    [GeneratedRegex(@"^\s+link/ether (?<mac>[0-9a-f:]{17})")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\s+inet6? (?<ip>[0-9a-fA-F.:]+)/(?<length>\d{1,3})\b")]
    private static partial Regex Address();
}
