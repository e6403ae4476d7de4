using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Names;

namespace NsmPS.Bundles;

/// <summary>
/// Replaces names of namespaces, nodes and pods, and addresses: each by the same stand-in wherever it stands. The last number of an
/// address stays, and so do addresses of one block of 256 together: which two belong to one wire can still be told.
/// </summary>
/// <param name="kept">Whether an address says nothing of the cluster, as those do that samples give.</param>
internal sealed partial class BundleNames(Func<IPAddress, bool> kept)
{
    private static readonly string[] s_hostNames = ["Hostname", "InternalDNS", "ExternalDNS"];

    /// <summary>Namespaces of every cluster, and of every installation.</summary>
    private static readonly HashSet<string> s_wellKnown =
        ["default", "kube-system", "kube-public", "kube-node-lease", NsmNames.DefaultNamespace, SpireNames.Namespace];

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pods = new(StringComparer.Ordinal);
    private readonly HashSet<string> _workloads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _blocks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _others = new(StringComparer.OrdinalIgnoreCase);
    private int _lastPod;

    /// <summary>Learns the names; nothing is replaced before.</summary>
    public void Learn(IEnumerable<JsonObject> namespaces, IEnumerable<JsonObject> nodes, IEnumerable<JsonObject> pods)
    {
        Learn("namespace", namespaces.Select(item => new[] { item.Name() }));
        Learn("node", nodes.Select(item => item.Items("status", "addresses").Where(entry => s_hostNames.Contains(entry.Text("type")))
            .Select(entry => entry.Text("address") ?? "").Prepend(item.Name()).ToArray()));
        JsonObject[] known = [.. pods];
        Learn("pod", known.Select(item => new[] { item.Name() }));
        _pods.UnionWith(known.Select(item => item.Name()).Where(_names.ContainsKey));
        _lastPod = known.Length;
        _workloads.UnionWith(known.Select(PodOwners.WorkloadOf).Where(name => name.Length > 0));
    }

    /// <summary>A name that stands in for another one everywhere.</summary>
    public void Learn(string name, string stand) => _names.TryAdd(name, stand);

    public JsonNode? Apply(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Apply(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Apply)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Apply(value.GetValue<string>()),
        _ => node?.DeepClone(),
    };

    public string Apply(string text) => Words().Replace(Colons().Replace(text, match => Other(match.Value)), match => Word(match.Value));

    private void Learn(string kind, IEnumerable<string[]> things)
    {
        var number = 0;
        foreach (var names in things)
        {
            number++;
            foreach (var name in names.Where(name => name.Length > 0 && !s_wellKnown.Contains(name)))
            {
                _names.TryAdd(name, string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}"));
            }
        }
    }

    private string Word(string word) => _names.GetValueOrDefault(word)
        ?? (Address().IsMatch(word) && IPAddress.TryParse(word, out var address) ? Version4(address)
            : word.Contains('.', StringComparison.Ordinal)
                ? string.Join('.', word.Split('.').Select(part => _names.GetValueOrDefault(part, part)))
                : Gone(word) ?? Longer(word));

    /// <summary>A pod that is gone, of which events, logs and managers still tell. Its workload's other pods have names like
    /// it.</summary>
    private string? Gone(string word)
    {
        if (!_workloads.Contains(Generated().Match(word).Groups["workload"].Value))
        {
            return null;
        }

        _pods.Add(word);
        return _names[word] = string.Create(CultureInfo.InvariantCulture, $"pod-{++_lastPod}");
    }

    /// <summary>A name that begins with another one, as registrations of endpoints begin with their pod's.</summary>
    private string Longer(string word)
    {
        for (var end = word.LastIndexOf('-'); end > 0; end = word.LastIndexOf('-', end - 1))
        {
            if (_pods.Contains(word[..end]))
            {
                return _names[word[..end]] + word[end..];
            }
        }

        return word;
    }

    private string Version4(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (bytes[0] is 0 or 127 or 255 || kept(address))
        {
            return address.ToString();
        }

        var block = $"{bytes[0]}.{bytes[1]}.{bytes[2]}";
        if (!_blocks.TryGetValue(block, out var stand))
        {
            stand = string.Create(CultureInfo.InvariantCulture, $"10.{200 + (_blocks.Count / 256 % 56)}.{_blocks.Count % 256}");
            _blocks.Add(block, stand);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{stand}.{bytes[3]}");
    }

    /// <summary>A hardware address, or one of IP version 6; times of day are neither.</summary>
    private string Other(string text)
    {
        var hardware = Hardware().IsMatch(text);
        if (!hardware && (!IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6
            || IPAddress.IsLoopback(address) || address.Equals(IPAddress.IPv6Any)))
        {
            return text;
        }

        if (hardware && text is "00:00:00:00:00:00" or "ff:ff:ff:ff:ff:ff")
        {
            return text;
        }

        if (!_others.TryGetValue(text, out var stand))
        {
            var number = _others.Count + 1;
            stand = hardware
                ? string.Create(CultureInfo.InvariantCulture, $"02:00:00:00:{number / 256 % 256:x2}:{number % 256:x2}")
                : string.Create(CultureInfo.InvariantCulture, $"fd00::{number:x}");
            _others.Add(text, stand);
        }

        return stand;
    }

    [GeneratedRegex(@"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")]
    private static partial Regex Words();

    /// <summary>What Kubernetes appends to a workload's name: the hash of a Deployment's template, and five of the letters and digits that
    /// make no words.</summary>
    [GeneratedRegex(@"\A(?<workload>.+?)(?:-[bcdfghjklmnpqrstvwxz2456789]{6,10})?-[bcdfghjklmnpqrstvwxz2456789]{5}\z")]
    private static partial Regex Generated();

    [GeneratedRegex(@"\A\d{1,3}(?:\.\d{1,3}){3}\z")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])")]
    private static partial Regex Colons();

    [GeneratedRegex(@"\A[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}\z")]
    private static partial Regex Hardware();
}
