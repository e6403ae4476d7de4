using System.Text;

namespace NsmPS.Core.Tests.Fakes;

/// <summary>What a server sends that never ends: a beginning, and then the same again and again. It counts what was read of it.</summary>
internal sealed class EndlessStream(string beginning, Func<int, string> part) : Stream
{
    private byte[] _next = Encoding.UTF8.GetBytes(beginning);
    private int _used;
    private int _parts;

    public long Sent { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_used == _next.Length)
        {
            (_next, _used) = (Encoding.UTF8.GetBytes(part(_parts++)), 0);
        }

        var size = Math.Min(count, _next.Length - _used);
        Array.Copy(_next, _used, buffer, offset, size);
        _used += size;
        Sent += size;
        return size;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
