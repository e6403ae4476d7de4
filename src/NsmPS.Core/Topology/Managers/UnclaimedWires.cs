using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;

namespace NsmPS.Topology.Managers;

/// <summary>The wires that managers tell of and no client has claimed yet, found by the names that a client may have there.</summary>
internal sealed class UnclaimedWires
{
    private readonly IReadOnlyList<ManagedWire> _wires;
    private readonly ILookup<string, int> _byClient;
    private readonly ILookup<string, int> _namelessByNode;
    private readonly HashSet<int> _claimed = [];

    public UnclaimedWires(IReadOnlyList<ManagedWire> wires)
    {
        _wires = wires;
        var numbers = Enumerable.Range(0, wires.Count).ToArray();
        _byClient = numbers.Where(number => wires[number].Client.Length > 0)
            .ToLookup(number => wires[number].Client, StringComparer.Ordinal);
        _namelessByNode = numbers.Where(number => wires[number].Client.Length == 0)
            .ToLookup(number => wires[number].ClientNode, StringComparer.Ordinal);
    }

    /// <summary>Those that nobody has claimed.</summary>
    public IEnumerable<ManagedWire> Left => _wires.Where((_, number) => !_claimed.Contains(number));

    /// <summary>Takes the first wire that may be this client's and fits; null when there is none.</summary>
    public ManagedWire? Claim(JsonObject client, Predicate<ManagedWire> fits)
    {
        var first = NamesOf(client).SelectMany(name => _byClient[name]).Concat(_namelessByNode[client.NodeName() ?? ""]).Order()
            .Where(number => !_claimed.Contains(number) && fits(_wires[number])).Select(number => (int?)number).FirstOrDefault();
        if (first is not { } found)
        {
            return null;
        }

        _claimed.Add(found);
        return _wires[found];
    }

    /// <summary>What a manager may call a pod: its host name, which in the node's network is the node's.</summary>
    public static IEnumerable<string> NamesOf(JsonObject pod) =>
        PodNetworks.IsHost(pod) && (pod.NodeName() ?? "") != pod.Name() ? [pod.Name(), pod.NodeName() ?? ""] : [pod.Name()];
}
