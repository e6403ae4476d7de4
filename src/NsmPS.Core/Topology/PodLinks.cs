using System.Text.RegularExpressions;
using NsmPS.Connectivity;

namespace NsmPS.Topology;

/// <summary>A pod's interfaces and the neighbours it has met over them.</summary>
internal sealed partial record PodLinks(IReadOnlyList<NetworkInterface> Interfaces, IReadOnlyList<Neighbour> Neighbours)
{
    /// <summary>What is run in a pod. A container without the neighbour command still shows its addresses.</summary>
    public const string Script = "ip addr || exit 1\nip neigh show 2>/dev/null || true";

    /// <summary>Reads what the script printed.</summary>
    public static PodLinks Parse(string printed) => new(
        AddressParser.Parse(printed),
        [.. Known().Matches(printed).Select(match => new Neighbour(match.Groups["ip"].Value, match.Groups["name"].Value, match.Groups["mac"].Value))]);

    public NetworkInterface? Find(string name) => Interfaces.FirstOrDefault(item => item.Name == name);

    /// <summary>The hardware address behind an address, as far as the pod has met it.</summary>
    public string? MacOf(string address, string over) => Neighbours.FirstOrDefault(item => item.Address == address && item.Interface == over)?.Mac;

    [GeneratedRegex(@"^(?<ip>[0-9.]{7,15}) dev (?<name>\S{1,15}) +lladdr (?<mac>[0-9a-f:]{17})\b", RegexOptions.Multiline)]
    private static partial Regex Known();
}
