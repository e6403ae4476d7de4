using System.Net;
using System.Text.RegularExpressions;

namespace NsmPS.Connectivity;

/// <summary>Reads the routes of a pod out of <c>ip route</c>, of iproute2 and of busybox.</summary>
internal static partial class RouteRules
{
    /// <summary>
    /// The single address that the interface of a wire has a route to. In NSM v1 both ends have addresses without a network, so the other end is what the client has a route
    /// to; where it stands in the endpoint's prefix says nothing. Null when there is no such route.
    /// </summary>
    public static IPAddress? Peer(PodNetwork network, InterfaceAddress client)
    {
        var wire = network.Interfaces.First(item => item.Addresses.Contains(client)).Name;
        return network.Text.Split('\n').Select(line => Host().Match(line))
            .Where(match => match.Success && match.Groups["device"].Value == wire)
            .Select(match => IPAddress.TryParse(match.Groups["ip"].Value, out var address) ? address : null)
            .FirstOrDefault(address => address is not null && !address.Equals(client.Address));
    }

    [GeneratedRegex(@"^(?<ip>[0-9a-fA-F.:]+)(/32|/128)? (via \S+ )?dev (?<device>\S+)")]
    private static partial Regex Host();
}
