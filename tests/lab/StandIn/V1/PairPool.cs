using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.V1;

/// <summary>Cuts a prefix into pairs of addresses, the endpoint's first. What is returned is handed out again.</summary>
internal sealed class PairPool
{
    private readonly uint _first;
    private readonly int _count;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _given = [];

    public PairPool(string prefix)
    {
        var network = IPNetwork.Parse(prefix);
        _first = BinaryPrimitives.ReadUInt32BigEndian(network.BaseAddress.GetAddressBytes());
        _count = 1 << Math.Max(0, 31 - network.PrefixLength);
    }

    /// <summary>The pair of a wire.</summary>
    /// <exception cref="LabException">All are given away.</exception>
    public (string Client, string Endpoint) Take(string wire)
    {
        lock (_gate)
        {
            var pair = Enumerable.Range(0, _count).FirstOrDefault(candidate => !_given.ContainsValue(candidate), -1);
            _given[wire] = pair >= 0 ? pair : throw new LabException("IPPool is empty");
            return (Host(pair, 1), Host(pair, 0));
        }
    }

    public void Return(string wire)
    {
        lock (_gate)
        {
            _given.Remove(wire);
        }
    }

    private string Host(int pair, uint host)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, _first + ((uint)pair * 2) + host);
        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(bytes)}/32");
    }
}
