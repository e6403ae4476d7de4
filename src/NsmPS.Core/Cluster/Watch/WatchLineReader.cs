using System.Text;

namespace NsmPS.Cluster.Watch;

/// <summary>Reads the lines of one stream until it ends, breaks, falls silent or is too old.</summary>
internal sealed class WatchLineReader(Stream stream, WatchLimits limits, TimeProvider time) : IAsyncDisposable
{
    private readonly StreamReader _reader = new(stream, Encoding.UTF8);
    private readonly long _opened = time.GetTimestamp();

    /// <summary>True when the server ended the stream about when it was asked to.</summary>
    public bool EndedInTime { get; private set; }

    /// <summary>The next line; null at the end of the stream, however it came.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        TimeSpan left = limits.Whole - time.GetElapsedTime(_opened);
        if (left <= TimeSpan.Zero)
        {
            return null;
        }

        using var silence = new CancellationTokenSource(left < limits.Silence ? left : limits.Silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            string? line = await _reader.ReadLineAsync(either.Token);
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
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await stream.DisposeAsync();
    }
}
