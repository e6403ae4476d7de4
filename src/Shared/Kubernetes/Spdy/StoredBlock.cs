using System.Buffers.Binary;

namespace NsmPS.Kubernetes.Spdy;

/// <summary>A block of deflate that holds its data as it is.</summary>
internal static class StoredBlock
{
    private const int Overhead = 5;

    /// <summary>A block that is not the last one. An empty one makes decoders give out what they hold.</summary>
    public static byte[] Of(ReadOnlySpan<byte> data)
    {
        var length = checked((ushort)data.Length);
        var block = new byte[Overhead + data.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(1), length);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(3), (ushort)~length);
        data.CopyTo(block.AsSpan(Overhead));
        return block;
    }
}
