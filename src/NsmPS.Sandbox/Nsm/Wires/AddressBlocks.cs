using NsmPS.Nsm;

namespace NsmPS.Sandbox.Nsm.Wires;

/// <summary>The addresses of both ends of a wire.</summary>
internal sealed record AddressPair(string Client, string Endpoint);

/// <summary>
/// Cuts an endpoint's prefixes into blocks. In NSM v0.2 they are networks of four addresses, the client's first; in NSM v1 two single
/// addresses, the endpoint's first. A block never comes back, not even that of a failed connection.
/// </summary>
internal sealed class AddressBlocks
{
    private readonly AddressRange[][] _groups;
    private long _used;

    /// <param name="prefix">Such as 172.16.1.0/24, or several with commas between them; what is no prefix has no blocks.</param>
    /// <param name="used">How many blocks are gone already.</param>
    /// <param name="pairs">Whether both ends get single addresses.</param>
    public AddressBlocks(string prefix, long used = 0, bool pairs = false)
    {
        Prefix = prefix;
        IsPairs = pairs;
        _used = used;
        _groups = [.. AddressGroups.Parse(prefix).Select(group => group.Select(text => AddressRange.Of(text, pairs)).ToArray())];
    }

    public string Prefix { get; }

    public bool IsPairs { get; }

    public long Used => Interlocked.Read(ref _used);

    /// <summary>The next block's addresses, of each group of prefixes; null when those of one are used up.</summary>
    public IReadOnlyList<AddressPair>? Next()
    {
        var block = Interlocked.Increment(ref _used) - 1;
        AddressPair[] pairs = [.. _groups.Select(group => Of(group, block)).OfType<AddressPair>()];
        return pairs.Length > 0 && pairs.Length == _groups.Length ? pairs : null;
    }

    private static AddressPair? Of(AddressRange[] group, long block)
    {
        foreach (var range in group)
        {
            if (block < range.Count)
            {
                return range.Block(block);
            }

            block -= range.Count;
        }

        return null;
    }
}
