namespace NsmPS.Lab.DevicePlugin;

/// <summary>Just enough of HPACK (RFC 7541) to step over the fields of a header block.</summary>
internal static class HeaderBlock
{
    private const int AuthorityIndex = 1;
    private const byte Padded = 0x8;
    private const byte Priority = 0x20;

    /// <summary>The header block inside a HEADERS frame's payload.</summary>
    public static Span<byte> Of(Span<byte> payload, byte flags)
    {
        var start = ((flags & Padded) != 0 ? 1 : 0) + ((flags & Priority) != 0 ? 5 : 0);
        var padding = (flags & Padded) != 0 ? payload[0] : 0;
        return payload[start..^padding];
    }

    /// <summary>Overwrites every literal value of :authority with letters, uncoded, in the same number of bytes.</summary>
    public static void ReplaceAuthority(Span<byte> block)
    {
        var at = 0;
        while (at < block.Length)
        {
            var first = block[at];
            var indexed = (first & 0x80) != 0;
            var sizeUpdate = (first & 0xe0) == 0x20;
            var prefix = indexed ? 7 : (first & 0x40) != 0 ? 6 : sizeUpdate ? 5 : 4;
            var index = Integer(block, ref at, prefix);
            if (indexed || sizeUpdate)
            {
                continue;
            }

            if (index == 0)
            {
                var name = Integer(block, ref at, 7);
                at += name;
            }

            var lengthAt = at;
            var length = Integer(block, ref at, 7);
            if (index == AuthorityIndex)
            {
                block[lengthAt] &= 0x7f;
                block.Slice(at, length).Fill((byte)'a');
            }

            at += length;
        }
    }

    private static int Integer(ReadOnlySpan<byte> block, ref int at, int prefix)
    {
        var mask = (1 << prefix) - 1;
        var value = block[at++] & mask;
        if (value < mask)
        {
            return value;
        }

        var shift = 0;
        byte next;
        do
        {
            next = block[at++];
            value += (next & 0x7f) << shift;
            shift += 7;
        }
        while ((next & 0x80) != 0);
        return value;
    }
}
