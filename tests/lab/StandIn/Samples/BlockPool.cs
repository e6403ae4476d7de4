using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Samples;

/// <summary>Cuts a prefix into /30 blocks, one per connection. Blocks never come back, not even those of failed requests.</summary>
internal sealed class BlockPool
{
    private readonly uint _first;
    private readonly int _count;
    private int _used;

    public BlockPool(string prefix)
    {
        var network = IPNetwork.Parse(prefix);
        _first = BinaryPrimitives.ReadUInt32BigEndian(network.BaseAddress.GetAddressBytes());
        _count = 1 << Math.Max(0, 30 - network.PrefixLength);
    }

    /// <summary>The next block: the client's address, then the endpoint's.</summary>
    /// <exception cref="LabException">All blocks are used up.</exception>
    public (string Client, string Endpoint) Next()
    {
        var block = Interlocked.Increment(ref _used) - 1;
        return block < _count
            ? (Host(block, 1), Host(block, 2))
            : throw new LabException("unable to allocate a prefix: the pool is empty");
    }

    private string Host(int block, int host)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, _first + (uint)((block * 4) + host));
        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(bytes)}/30");
    }
}
