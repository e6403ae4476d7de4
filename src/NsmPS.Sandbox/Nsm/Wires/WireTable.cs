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
    private ImmutableList<Wire> _wires = [];
    private ImmutableHashSet<(string Node, string Link)> _leftovers = [];
    private int _index = FirstIndex;

    public IReadOnlyList<Wire> Wires => Volatile.Read(ref _wires);

    /// <summary>Links that a failed repair left in a node's own network; each blocks new wires there.</summary>
    public IReadOnlyList<string> Leftovers(string node) =>
        [.. Volatile.Read(ref _leftovers).Where(entry => entry.Node == node).Select(entry => entry.Link).Order(StringComparer.Ordinal)];

    /// <summary>What is to outlive the process.</summary>
    public WireSnapshot Snapshot
    {
        get
        {
            lock (_lock)
            {
                return new WireSnapshot(_index, [.. _wires], [.. _leftovers.Select(entry => new Leftover(entry.Node, entry.Link))]);
            }
        }

        set
        {
            lock (_lock)
            {
                (_index, _wires, _leftovers) =
                    (value.Index, [.. value.Wires], [.. value.Leftovers.Select(entry => (entry.Node, entry.Link))]);
            }
        }
    }

    /// <summary>Whether a pod has a wire as a client.</summary>
    public bool HasClient(string pod) => Wires.Any(wire => wire.Client.Pod == pod);

    /// <summary>The wire of one of a client's interfaces; null when it has none.</summary>
    public Wire? OfClient(string pod, string link) => Wires.FirstOrDefault(wire => wire.Client.Pod == pod && wire.Client.Interface == link);

    /// <summary>Takes back what there is of a client's wire, at both ends.</summary>
    public void Close(string client, string link)
    {
        lock (_lock)
        {
            _wires = _wires.RemoveAll(wire => wire.Client.Pod == client && wire.Client.Interface == link);
        }
    }

    /// <param name="client">The client's pod, with its node, interface and address.</param>
    /// <param name="clientNode">Its node.</param>
    /// <param name="clientInterface">Its interface.</param>
    /// <param name="clientAddress">Its address.</param>
    /// <param name="endpoint">The pod at the other end.</param>
    /// <param name="endpointNode">Its node.</param>
    /// <param name="endpointAddress">Its address.</param>
    /// <param name="length">The prefix length of both addresses.</param>
    /// <param name="via">The pods that pass on what goes over the wire, in the client's order.</param>
    public Wire Add(
        string client, string clientNode, string clientInterface, string clientAddress, string endpoint, string endpointNode,
        string endpointAddress, int length = Wire.NetworkLength, params IReadOnlyList<string> via)
    {
        lock (_lock)
        {
            var index = _index;
            _index += 2;
            var wire = new Wire(
                new WireEnd(client, clientNode, clientInterface, index + 1, clientAddress, Mac($"{client}/{index}")),
                new WireEnd(endpoint, endpointNode, EndpointInterface($"{endpoint}/{index}"), index, endpointAddress,
                    Mac($"{endpoint}/{index}")),
                WireState.Up,
                length)
            { Via = via };
            _wires = _wires.Add(wire);
            return wire;
        }
    }

    /// <summary>Takes all wires of a node apart; the repair that follows fails, and leaves a link on both nodes.</summary>
    /// <returns>How many wires broke.</returns>
    public int Break(string node)
    {
        lock (_lock)
        {
            Wire[] touched = [.. _wires.Where(wire => wire.State == WireState.Up && wire.Touches(node))];
            foreach (var wire in touched)
            {
                _wires = _wires.Replace(wire, wire with { State = WireState.Down });
                if (wire.Client.Interface != NsmNames.MemifInterface)
                {
                    _leftovers = _leftovers.Add((wire.Client.Node, wire.Client.Interface)).Add((wire.Endpoint.Node, wire.Client.Interface));
                }
            }

            return touched.Length;
        }
    }

    /// <summary>A pod is gone, and what hung on it.</summary>
    public void Remove(string pod)
    {
        lock (_lock)
        {
            foreach (var wire in _wires.Where(wire => wire.Client.Pod == pod || wire.Endpoint.Pod == pod))
            {
                var lost = wire.Client.Pod == pod ? WireState.ClientLost : WireState.EndpointLost;
                var goes = wire.IsLocal || wire.State is WireState.ClientLost or WireState.EndpointLost && wire.State != lost;
                _wires = goes ? _wires.Remove(wire) : _wires.Replace(wire, wire with { State = lost });
            }

            foreach (var wire in _wires.Where(wire => wire.State == WireState.Up && wire.Via.Contains(pod)))
            {
                _wires = _wires.Replace(wire, wire with { State = WireState.Down });
            }
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

    private static string EndpointInterface(string name) =>
        NsmNames.LinkPrefix
            + string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(name)).Take(9).Select(part => Letters[part % Letters.Length]));
}
