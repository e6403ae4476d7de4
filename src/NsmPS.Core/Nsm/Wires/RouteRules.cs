using System.Net;
using System.Text.RegularExpressions;

namespace NsmPS.Nsm.Wires;

/// <summary>Reads the routes of a pod out of <c>ip route</c>, of iproute2 and of busybox,
/// and tells by them who is on the other end of a wire.</summary>
internal static partial class RouteRules
{
    /// <summary>The command for the routes of IPv6, which <c>ip route</c> does not show; a kernel without IPv6 has none.</summary>
    public const string Version6 = "ip -6 route 2>/dev/null || true";

    /// <summary>The single address that the interface of a wire has a route to. In NSM v1 both ends have addresses without a network, so
    /// the other end is what the client has a route to; where it stands in the endpoint's prefix says nothing. Null when there is no such
    /// route. A wire can have addresses of both versions of IP; the other end of one is of the same version.</summary>
    public static IPAddress? Peer(IEnumerable<HostRoute> routes, string wire, InterfaceAddress own) =>
        routes.FirstOrDefault(route => route.Interface == wire && route.Address.AddressFamily == own.Address.AddressFamily
            && !route.Address.Equals(own.Address))?.Address;

    /// <summary>The routes to single addresses in what the kernel's tools printed.</summary>
    public static IReadOnlyList<HostRoute> Parse(string text) =>
    [
        .. from line in text.Split('\n')
           let match = Host().Match(line)
           let address = IPAddress.TryParse(match.Groups["ip"].Value, out var ip) ? ip : null
           where address is not null
           select new HostRoute(match.Groups["device"].Value, address),
    ];

    [GeneratedRegex(@"^(?<ip>[0-9a-fA-F.:]+)(/32|/128)? (via \S+ )?dev (?<device>\S+)")]
    private static partial Regex Host();
}
