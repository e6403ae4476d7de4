using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NsmPS.Sandbox.Nsm.Wires;

/// <summary>All wires, and what failed repairs have left behind on nodes.</summary>
internal sealed class WireTable
{
    private const int FirstIndex = 10;
    private const string Letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private readonly Lock _lock = new();

    /// <summary>By the number of the endpoint's interface, which is the order in which they were made.</summary>
    private readonly SortedDictionary<int, Wire> _wires = [];

    private readonly Dictionary<string, SortedSet<int>> _byPod = new(StringComparer.Ordinal);
    private ImmutableHashSet<(string Node, string Link)> _leftovers = [];
    private int _index = FirstIndex;

    /// <summary>Raised with a client's pod when one of its wires was made, has changed or is gone.</summary>
    public event Action<string>? Changed;

    public IReadOnlyList<Wire> Wires
    {
        get
        {
            lock (_lock)
            {
                return [.. _wires.Values];
            }
        }
    }

    /// <summary>Links that were left in a node's own network; each blocks new wires of its name there.</summary>
    public IReadOnlyList<string> Leftovers(string node) =>
        [.. Volatile.Read(ref _leftovers).Where(entry => entry.Node == node).Select(entry => entry.Link).Order(StringComparer.Ordinal)];

    /// <summary>The part of the state that outlives the process.</summary>
    public WireSnapshot Snapshot
    {
        get
        {
            lock (_lock)
            {
                return new WireSnapshot(_index, [.. _wires.Values], [.. _leftovers.Select(entry => new Leftover(entry.Node, entry.Link))]);
            }
        }

        set
        {
            lock (_lock)
            {
                (_index, _leftovers) = (value.Index, [.. value.Leftovers.Select(entry => (entry.Node, entry.Link))]);
                foreach (var wire in value.Wires)
                {
                    Set(wire);
                }
            }
        }
    }

    /// <summary>The wires that a pod is at the end of, or passes on, as they were made.</summary>
    public IReadOnlyList<Wire> Of(string pod)
    {
        lock (_lock)
        {
            return _byPod.TryGetValue(pod, out var own) ? [.. own.Select(index => _wires[index])] : [];
        }
    }

    /// <summary>Whether a pod has a wire as a client.</summary>
    public bool HasClient(string pod) => Of(pod).Any(wire => wire.Client.Pod == pod);

    /// <summary>The wire of one of a client's interfaces; null when it has none.</summary>
    public Wire? OfClient(string pod, string link) =>
        Of(pod).FirstOrDefault(wire => wire.Client.Pod == pod && wire.Client.Interface == link);

    /// <summary>Removes what exists of a client's wire, at both ends.</summary>
    public void Close(string client, string link)
    {
        lock (_lock)
        {
            foreach (var wire in Of(client).Where(wire => wire.Client.Pod == client && wire.Client.Interface == link))
            {
                Forget(wire);
            }
        }
    }

    /// <param name="client">The client's pod.</param>
    /// <param name="clientNode">Its node.</param>
    /// <param name="clientInterface">Its interface.</param>
    /// <param name="endpoint">The pod at the other end.</param>
    /// <param name="endpointNode">Its node.</param>
    /// <param name="addresses">The addresses of both ends: one pair or two.</param>
    /// <param name="isRouted">Whether they are single addresses.</param>
    /// <param name="via">The pods that pass on what goes over the wire, in the client's order.</param>
    public Wire Add(
        string client, string clientNode, string clientInterface, string endpoint, string endpointNode,
        IReadOnlyList<AddressPair> addresses, bool isRouted = false, params IReadOnlyList<string> via)
    {
        var (first, second) = (addresses[0], addresses.ElementAtOrDefault(1));

        lock (_lock)
        {
            var index = _index;
            _index += 2;
            var wire = new Wire(
                new WireEnd(client, clientNode, clientInterface, index + 1, first.Client, Mac($"{client}/{index}"))
                {
                    Second = second?.Client
                },
                new WireEnd(endpoint, endpointNode, EndpointInterface($"{endpoint}/{index}"), index, first.Endpoint,
                    Mac($"{endpoint}/{index}"))
                {
                    Second = second?.Endpoint
                },
                WireState.Up,
                isRouted)
            { Via = via };
            Set(wire);
            return wire;
        }
    }

    /// <summary>Takes all wires of a node apart; the repair that follows fails, and leaves a link on both nodes.</summary>
    /// <returns>How many wires broke.</returns>
    public int Break(string node)
    {
        lock (_lock)
        {
            Wire[] touched = [.. _wires.Values.Where(wire => wire.State == WireState.Up && wire.Touches(node))];
            foreach (var wire in touched)
            {
                Set(wire with { State = WireState.Down });
                if (wire.Client.Interface != NsmNames.MemifInterface)
                {
                    _leftovers = _leftovers.Add((wire.Client.Node, wire.Client.Interface)).Add((wire.Endpoint.Node, wire.Client.Interface));
                }
            }

            return touched.Length;
        }
    }

    /// <summary>Removes a pod that is gone, and the wires that depended on it.</summary>
    public void Remove(string pod)
    {
        lock (_lock)
        {
            foreach (var wire in Of(pod))
            {
                if (wire.Client.Pod != pod && wire.Endpoint.Pod != pod)
                {
                    Set(wire.State == WireState.Up ? wire with { State = WireState.Down } : wire);
                    continue;
                }

                var lost = wire.Client.Pod == pod ? WireState.ClientLost : WireState.EndpointLost;
                if (wire.IsLocal || (wire.State is WireState.ClientLost or WireState.EndpointLost && wire.State != lost))
                {
                    Forget(wire);
                }
                else
                {
                    Set(wire with { State = lost });
                }
            }
        }
    }

    /// <summary>Leaves a link in a node's own network, as a wire does that could not be made to its end.</summary>
    /// <param name="node">The node.</param>
    /// <param name="pod">The client's pod.</param>
    public void Leave(string node, string pod)
    {
        lock (_lock)
        {
            _leftovers = _leftovers.Add((node, EndpointInterface(pod)));
        }
    }

    /// <summary>Deletes a link that was left behind; false when there is none of that name.</summary>
    public bool DeleteLeftover(string node, string link)
    {
        lock (_lock)
        {
            var before = _leftovers;
            _leftovers = before.Remove((node, link));
            return _leftovers.Count < before.Count;
        }
    }

    /// <summary>A hardware address of one's own, always the same for the same name.</summary>
    public static string Mac(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));

        // Locally administered, for one receiver.
        hash[0] = (byte)((hash[0] & 0xfe) | 0x02);
        return string.Join(':', hash.Take(6).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private static IEnumerable<string> PodsOf(Wire wire) => [wire.Client.Pod, wire.Endpoint.Pod, .. wire.Via];

    private void Set(Wire wire)
    {
        _wires[wire.Endpoint.Index] = wire;
        foreach (var pod in PodsOf(wire))
        {
            if (!_byPod.TryGetValue(pod, out var own))
            {
                _byPod[pod] = own = [];
            }

            own.Add(wire.Endpoint.Index);
        }

        Changed?.Invoke(wire.Client.Pod);
    }

    private void Forget(Wire wire)
    {
        _wires.Remove(wire.Endpoint.Index);
        foreach (var pod in PodsOf(wire).Distinct())
        {
            var own = _byPod[pod];
            own.Remove(wire.Endpoint.Index);
            if (own.Count == 0)
            {
                _byPod.Remove(pod);
            }
        }

        Changed?.Invoke(wire.Client.Pod);
    }

    private static string EndpointInterface(string name) =>
        NsmNames.LinkPrefix
            + string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(name)).Take(9).Select(part => Letters[part % Letters.Length]));
}
