using System.Globalization;
using System.Text.RegularExpressions;

namespace NsmPS.Checks.Facts;

/// <summary>What kinds the links of a node are of. NSM v0.2 makes pairs (veth) and tunnels (vxlan) only, so a bridge, a dummy or a card of
/// that name is somebody else's.</summary>
internal static partial class LinkKinds
{
    /// <summary>Of iproute2; the ip of busybox does not know the option.</summary>
    public static IReadOnlyList<string> Detailed { get; } = ["ip", "-d", "link"];

    /// <summary>What the kernel tells in files: name, number, number of the other half, and the kind where the kernel has a word for
    /// it.</summary>
    public static IReadOnlyList<string> FromFiles { get; } = ["sh", "-c",
        "for link in /sys/class/net/nsm*; do echo \"${link##*/} $(cat $link/ifindex) $(cat $link/iflink) "
            + "$(sed -n s/^DEVTYPE=//p $link/uevent)\"; done"];

    private static readonly string[] s_ofNsm = ["veth", "vxlan"];

    /// <summary>Whether each link can be NSM's, from the detailed list.</summary>
    public static IReadOnlyDictionary<string, bool> FromDetails(string text)
    {
        var kinds = new Dictionary<string, bool>(StringComparer.Ordinal);
        string? name = null;
        foreach (var line in text.Split('\n'))
        {
            if (Head().Match(line) is { Success: true } head)
            {
                name = head.Groups["name"].Value;
                kinds[name] = false;
            }
            else if (name is not null && s_ofNsm.Contains(line.Trim().Split(' ')[0]))
            {
                kinds[name] = true;
            }
        }

        return kinds;
    }

    /// <summary>The same from the kernel's files: a pair has no word there, but another half.</summary>
    public static IReadOnlyDictionary<string, bool> FromFilesText(string text) => text.Split('\n')
        .Select(line => line.Split(' '))
        .Where(words => words.Length == 4 && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .ToDictionary(words => words[0],
            words => words[3].Trim() is var type && (type == "vxlan" || (type.Length == 0 && words[1] != words[2])),
            StringComparer.Ordinal);

    [GeneratedRegex(@"^\d+:\s+(?<name>[^:@\s]+)")]
    private static partial Regex Head();
}
