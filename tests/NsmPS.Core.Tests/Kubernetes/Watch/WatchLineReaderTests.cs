using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Watch;

namespace NsmPS.Core.Tests.Kubernetes.Watch;

public sealed class WatchLineReaderTests : IDisposable
{
    private static readonly WatchLimits s_limits = new(TimeSpan.FromSeconds(240), TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(255));

    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _pipe = new();
    private readonly AnswerLease _lease = new(new AnswerBudget());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _lease.Dispose();

    [Fact]
    public async Task Read_SilentTooLong_EndsTheStream()
    {
        await using var reader = Open();
        var line = reader.ReadAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(99));
        Assert.False(line.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await line);
        Assert.False(reader.EndedInTime);
    }

    [Fact]
    public async Task Read_ChattyForTooLong_EndsTheStreamAllTheSame()
    {
        await using var reader = Open();
        for (var second = 0; second < 250; second += 50)
        {
            await _pipe.Writer.WriteAsync("x\n"u8.ToArray(), Token);
            Assert.Equal("x", await reader.ReadAsync(Token));
            _time.Advance(TimeSpan.FromSeconds(50));
        }

        var line = reader.ReadAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await line);
    }

    [Theory]
    [InlineData(239, true)]
    [InlineData(10, false)]
    public async Task Read_ServerEnds_TellsWhetherItWasTime(int seconds, bool expected)
    {
        await using var reader = Open();
        for (var second = 0; second < seconds / 50; second++)
        {
            await _pipe.Writer.WriteAsync("x\n"u8.ToArray(), Token);
            await reader.ReadAsync(Token);
            _time.Advance(TimeSpan.FromSeconds(50));
        }

        _time.Advance(TimeSpan.FromSeconds(seconds % 50));
        await _pipe.Writer.CompleteAsync();
        Assert.Null(await reader.ReadAsync(Token));
        Assert.Equal(expected, reader.EndedInTime);
    }

    [Theory]
    [InlineData(WatchLineReader.LongestLine - 1, true)]
    [InlineData(WatchLineReader.LongestLine + 1, false)]
    public async Task Read_LongLine_EndsTheStreamWhereNoApiServerWouldHaveSentIt(int length, bool expected)
    {
        byte[] line = [.. Enumerable.Repeat((byte)'x', length), (byte)'\n'];
        await using var reader = new WatchLineReader(new MemoryStream(line), s_limits, _lease, _time);
        Assert.Equal(expected ? length : null, (await reader.ReadAsync(Token))?.Length);
    }

    [Fact]
    public async Task Read_LineCutOff_IsNotGiven()
    {
        await using var reader = new WatchLineReader(new MemoryStream("one\ntw"u8.ToArray()), s_limits, _lease, _time);
        Assert.Equal("one", await reader.ReadAsync(Token));
        Assert.Null(await reader.ReadAsync(Token));
    }

    [Fact]
    public async Task Read_ConnectionBreaks_EndsTheStream()
    {
        await using var reader = Open();
        await _pipe.Writer.CompleteAsync(new IOException("reset"));
        Assert.Null(await reader.ReadAsync(Token));
    }

    [Fact]
    public async Task Read_Cancelled_ThrowsCancellation()
    {
        using var source = new CancellationTokenSource();
        await using var reader = Open();
        var line = reader.ReadAsync(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => line);
    }

    private WatchLineReader Open() => new(_pipe.Reader.AsStream(), s_limits, _lease, _time);
}
