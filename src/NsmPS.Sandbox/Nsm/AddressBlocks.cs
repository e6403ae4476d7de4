using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace NsmPS.Sandbox.Nsm;

/// <summary>Cuts an endpoint's prefix into blocks of four addresses. A block never comes back, not even that of a failed connection.</summary>
internal sealed class AddressBlocks
{
    private const int Size = 4;

    private readonly uint _first;
    private readonly long _count;
    private long _used;

    /// <param name="prefix">Such as 172.16.1.0/24; what is no IPv4 prefix has no blocks.</param>
    /// <param name="used">How many blocks are gone already.</param>
    public AddressBlocks(string prefix, long used = 0)
    {
        Prefix = prefix;
        _used = used;
        if (IPNetwork.TryParse(prefix, out var network) && network.BaseAddress.AddressFamily == AddressFamily.InterNetwork)
        {
            _first = BinaryPrimitives.ReadUInt32BigEndian(network.BaseAddress.GetAddressBytes());
            _count = (1L << (32 - network.PrefixLength)) / Size;
        }
    }

    public string Prefix { get; }

    public long Used => Interlocked.Read(ref _used);

    /// <summary>The next block's addresses of client and endpoint; null when all are used up.</summary>
    public (string Client, string Endpoint)? Next()
    {
        var block = Interlocked.Increment(ref _used) - 1;
        return block < _count ? (Host(block, 1), Host(block, 2)) : null;
    }

    private string Host(long block, uint host)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, _first + ((uint)block * Size) + host);
        return new IPAddress(bytes).ToString();
    }
}
