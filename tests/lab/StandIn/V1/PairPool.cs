using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.V1;

/// <summary>Cuts a prefix into pairs of addresses, the endpoint's first. What is returned is handed out again.</summary>
internal sealed class PairPool
{
    private const int WideBytes = 16;

    /// <summary>More than the lab has places for pods.</summary>
    private const int LargestExponent = 16;

    private readonly UInt128 _first;
    private readonly int _bytes;
    private readonly int _count;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _given = [];

    public PairPool(string prefix)
    {
        var network = IPNetwork.Parse(prefix);
        var bytes = network.BaseAddress.GetAddressBytes();
        var wide = new byte[WideBytes];
        bytes.CopyTo(wide, WideBytes - bytes.Length);
        _first = BinaryPrimitives.ReadUInt128BigEndian(wide);
        _bytes = bytes.Length;
        _count = 1 << Math.Clamp((bytes.Length * 8) - network.PrefixLength - 1, 0, LargestExponent);
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
        var wide = new byte[WideBytes];
        BinaryPrimitives.WriteUInt128BigEndian(wide, _first + ((uint)pair * 2) + host);
        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(wide.AsSpan(WideBytes - _bytes))}/{_bytes * 8}");
    }
}
