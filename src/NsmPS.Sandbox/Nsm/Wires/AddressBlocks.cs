using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace NsmPS.Sandbox.Nsm.Wires;

/// <summary>
/// Cuts an endpoint's prefix into blocks. In NSM v0.2 they are networks of four addresses, the client's first; in NSM v1 two single
/// addresses, the endpoint's first. A block never comes back, not even that of a failed connection.
/// </summary>
internal sealed class AddressBlocks
{
    private const int NetworkSize = 4;
    private const int NetworkLength = 30;
    private const int PairSize = 2;
    private const int SingleLength = 32;

    private readonly int _size;
    private readonly uint _first;
    private readonly long _count;
    private long _used;

    /// <param name="prefix">Such as 172.16.1.0/24; what is no IPv4 prefix has no blocks.</param>
    /// <param name="used">How many blocks are gone already.</param>
    /// <param name="pairs">Whether both ends get single addresses.</param>
    public AddressBlocks(string prefix, long used = 0, bool pairs = false)
    {
        Prefix = prefix;
        IsPairs = pairs;
        _size = pairs ? PairSize : NetworkSize;
        _used = used;
        if (IPNetwork.TryParse(prefix, out var network) && network.BaseAddress.AddressFamily == AddressFamily.InterNetwork)
        {
            _first = BinaryPrimitives.ReadUInt32BigEndian(network.BaseAddress.GetAddressBytes());
            _count = (1L << (32 - network.PrefixLength)) / _size;
        }
    }

    public string Prefix { get; }

    public bool IsPairs { get; }

    /// <summary>The prefix length of each end.</summary>
    public int Length => IsPairs ? SingleLength : NetworkLength;

    public long Used => Interlocked.Read(ref _used);

    /// <summary>The next block's addresses of client and endpoint; null when all are used up.</summary>
    public (string Client, string Endpoint)? Next()
    {
        var block = Interlocked.Increment(ref _used) - 1;
        return block >= _count ? null : IsPairs ? (Host(block, 1), Host(block, 0)) : (Host(block, 1), Host(block, 2));
    }

    private string Host(long block, uint host)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, _first + ((uint)block * (uint)_size) + host);
        return new IPAddress(bytes).ToString();
    }
}
