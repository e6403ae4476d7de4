using System.Buffers;
using System.Text;

namespace NsmPS.Kubernetes.Exec;

/// <summary>Keeps the first mebibyte of what a command prints, so that an endless one does not fill the memory.</summary>
internal sealed class CappedBuffer
{
    public const int Longest = 1 << 20;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public bool Truncated { get; private set; }

    public void Append(ReadOnlySpan<byte> part)
    {
        int room = Math.Min(part.Length, Longest - _bytes.WrittenCount);
        Truncated |= room < part.Length;
        _bytes.Write(part[..room]);
    }

    public override string ToString() => Encoding.UTF8.GetString(_bytes.WrittenSpan);
}
