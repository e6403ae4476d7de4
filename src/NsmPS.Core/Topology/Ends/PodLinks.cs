using System.Net;
using System.Text.RegularExpressions;
using NsmPS.Nsm.Wires;

namespace NsmPS.Topology.Ends;

/// <summary>A pod's interfaces, the neighbours it has met over them, and its routes.</summary>
internal sealed partial record PodLinks(IReadOnlyList<NetworkInterface> Interfaces, IReadOnlyList<Neighbour> Neighbours)
{
    /// <summary>What is run in a pod. A container without the neighbour command still shows its addresses.</summary>
    public const string Script = $"ip addr || exit 1\nip neigh show 2>/dev/null || true\necho {RoutesMark}\nip route 2>/dev/null || true\n"
        + RouteRules.Version6;

    private const string RoutesMark = "==routes==";

    /// <summary>The routes to single addresses.</summary>
    public IReadOnlyList<HostRoute> HostRoutes { get; init; } = [];

    /// <summary>Whether the interfaces are a VPP's own, which numbers them itself.</summary>
    public bool InVpp { get; init; }

    /// <summary>Reads what the script printed.</summary>
    public static PodLinks Parse(string printed)
    {
        var halves = printed.Split(RoutesMark, 2);
        return new PodLinks(
            AddressParser.Parse(halves[0]),
            [.. Known().Matches(halves[0])
                .Select(match => new Neighbour(match.Groups["ip"].Value, match.Groups["name"].Value, match.Groups["mac"].Value))])
        { HostRoutes = halves.Length > 1 ? RouteRules.Parse(halves[1]) : [] };
    }

    /// <summary>What a VPP tells of itself.</summary>
    public static PodLinks OfVpp(PodNetwork network) =>
        new(network.Interfaces, VppParser.ParseNeighbours(network.Text)) { HostRoutes = network.HostRoutes, InVpp = true };

    /// <summary>The interface of a name; a VPP has names of its own, so there it is the first that has an address.</summary>
    public NetworkInterface? Find(string name) => Interfaces.FirstOrDefault(item => InVpp ? item.Addresses.Count > 0 : item.Name == name);

    /// <summary>The address on the other end of an interface: NSM v0.2 has a rule for it, in NSM v1 it
    /// is what the pod has a route to. Null where it cannot be told.</summary>
    public IPAddress? TargetOf(NetworkInterface own) => PodEndRules.Address(own) is { } address
        ? WireRules.Target(address) ?? RouteRules.Peer(HostRoutes, own.Name, address)
        : null;

    /// <summary>The hardware address behind an address, as far as the pod has met it.</summary>
    public string? MacOf(string address, string over) =>
        Neighbours.FirstOrDefault(item => item.Address == address && item.Interface == over)?.Mac;

    [GeneratedRegex(@"^(?<ip>[0-9a-fA-F.:]{2,39}) dev (?<name>\S{1,15}) +lladdr (?<mac>[0-9a-f:]{17})\b", RegexOptions.Multiline)]
    private static partial Regex Known();
}
