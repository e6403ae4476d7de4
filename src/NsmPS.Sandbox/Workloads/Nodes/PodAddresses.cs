using System.Globalization;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>The addresses of pods: 10.244.N.M on node N, the next free one in turn.</summary>
internal sealed class PodAddresses
{
    private const int First = 2;
    private const int Last = 254;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _used = [];
    private readonly Dictionary<string, int> _next = [];

    /// <summary>The pod's address; null when its node has none left.</summary>
    public string? Take(JsonObject pod, JsonObject node)
    {
        if (pod.Text("spec", "hostNetwork") == "true")
        {
            return HostAddress(node);
        }

        var prefix = (node.Text("spec", "podCIDR") ?? "10.244.0.0/24").Split(".0/")[0];
        lock (_lock)
        {
            var next = _next.GetValueOrDefault(prefix, First);
            for (var tried = First; tried <= Last; tried++, next = next == Last ? First : next + 1)
            {
                var address = string.Create(CultureInfo.InvariantCulture, $"{prefix}.{next}");
                if (_used.Add(address))
                {
                    _next[prefix] = next == Last ? First : next + 1;
                    return address;
                }
            }
        }

        return null;
    }

    /// <summary>Keeps an address for the pod that has it already.</summary>
    public void Keep(string address)
    {
        lock (_lock)
        {
            _used.Add(address);
        }
    }

    public void Release(string? address)
    {
        lock (_lock)
        {
            _used.Remove(address ?? "");
        }
    }

    public static string? HostAddress(JsonObject node) =>
        node.Items("status", "addresses").FirstOrDefault(entry => entry.Text("type") == "InternalIP").Text("address");
}
