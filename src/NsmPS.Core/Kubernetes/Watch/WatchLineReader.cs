using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using NsmPS.Kubernetes.Answers;

namespace NsmPS.Kubernetes.Watch;

/// <summary>Reads the lines of one stream until it ends, breaks, falls silent, is too old
/// or sends a line no API server would send, or one that there is no memory for.</summary>
internal sealed class WatchLineReader(Stream stream, WatchLimits limits, AnswerLease lease, TimeProvider time) : IAsyncDisposable
{
    /// <summary>In bytes. API servers refuse objects above about 3 MB; a stranger's server may send a line without end.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    private readonly PipeReader _reader = PipeReader.Create(stream);
    private readonly long _opened = time.GetTimestamp();

    /// <summary>True when the server ended the stream about when it was asked to.</summary>
    public bool EndedInTime { get; private set; }

    /// <summary>The next line; null at the end of the stream, however it came.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        var left = limits.Whole - time.GetElapsedTime(_opened);
        if (left <= TimeSpan.Zero)
        {
            return null;
        }

        var before = lease.Taken;
        using var silence = new CancellationTokenSource(left < limits.Silence ? left : limits.Silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            var line = await ReadLineAsync(either.Token);
            EndedInTime = line is null && time.GetElapsedTime(_opened) >= limits.Server - TimeSpan.FromSeconds(1);
            return line;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
        finally
        {
            lease.ReturnTo(before);
        }
    }

    /// <summary>Disposes of the stream too.</summary>
    public ValueTask DisposeAsync() => _reader.CompleteAsync();

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        long searched = 0;
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (buffer.Slice(searched).PositionOf((byte)'\n') is { } end && buffer.Slice(0, end).Length <= LongestLine)
            {
                var line = Encoding.UTF8.GetString(buffer.Slice(0, end));
                _reader.AdvanceTo(buffer.GetPosition(1, end));
                return line;
            }

            var room = lease.TryTake(buffer.Length - searched);
            searched = buffer.Length;
            if (read.IsCompleted || searched > LongestLine || !room)
            {
                // What stands after the last line end was cut off; the change comes again with the next stream.
                _reader.AdvanceTo(buffer.End);
                return null;
            }

            _reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
