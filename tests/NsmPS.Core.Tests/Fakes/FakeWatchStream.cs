using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Tests.Fakes;

/// <summary>The body of a watch: a line for each change, as they come.</summary>
internal sealed class FakeWatchStream(FakeStore store, ResourceType type, FakeRequest request, string? @namespace, Task closed) : Stream
{
    private readonly Queue<string> _lines = new();
    private byte[] _current = [];
    private int _offset;
    private long _version = long.Parse(request.QueryValue("resourceVersion") ?? "0", CultureInfo.InvariantCulture);
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_offset == _current.Length)
        {
            Task change = store.NextChange;
            Fill();
            if (_lines.TryDequeue(out string? line))
            {
                _current = Encoding.UTF8.GetBytes(line + "\n");
                _offset = 0;
            }
            else if (_ended || closed.IsCompleted)
            {
                return 0;
            }
            else
            {
                await Task.WhenAny(change, closed).WaitAsync(cancellationToken);
            }
        }

        int count = Math.Min(buffer.Length, _current.Length - _offset);
        _current.AsMemory(_offset, count).CopyTo(buffer);
        _offset += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Fill()
    {
        try
        {
            foreach (FakeChange change in store.Since(_version))
            {
                _version = change.Version;
                bool inScope = change.Type == type && (@namespace is null || change.Namespace == @namespace);
                if (inScope && change.ToEvent(request.QueryValue("labelSelector"), request.QueryValue("fieldSelector")) is { } happened)
                {
                    _lines.Enqueue(happened.ToJsonString());
                }
            }
        }
        catch (FakeRejection rejection) when (rejection.Code == HttpStatusCode.Gone && !_ended)
        {
            _lines.Enqueue(new JsonObject { ["type"] = "ERROR", ["object"] = rejection.ToStatus() }.ToJsonString());
            _ended = true;
        }
    }
}
