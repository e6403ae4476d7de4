namespace NsmPS.Kubernetes.Spdy;

/// <summary>The streams of a connection, and how far each is.</summary>
internal sealed class SpdyChannels
{
    private readonly Dictionary<uint, SpdyChannel> _channels = [];
    private readonly IReadOnlyList<SpdyStream> _streams;

    public SpdyChannels(IReadOnlyList<SpdyStream> streams)
    {
        _streams = streams;
        for (var i = 0; i < streams.Count; i++)
        {
            _channels.Add(Id(i), new SpdyChannel(streams[i].Channel));
            Verdict = streams[i].IsVerdict ? _channels[Id(i)] : Verdict;
        }
    }

    public bool AllTaken => _channels.Values.All(channel => channel.IsTaken);

    public bool AllEnded => _channels.Values.All(channel => channel.HasEnded);

    public bool AnyEnded => _channels.Values.Any(channel => channel.HasEnded);

    /// <summary>The channel of the server's words about how it all ended.</summary>
    public SpdyChannel? Verdict { get; }

    /// <summary>The frames that open all streams.</summary>
    public byte[] Opening()
    {
        var blocks = new HeaderBlocks();
        return [.. _streams.SelectMany((stream, index) => SpdyFrame.SynStream(Id(index), blocks.Next(stream.Headers)))];
    }

    public SpdyChannel? Find(uint stream) => _channels.GetValueOrDefault(stream);

    public uint StreamOf(byte channel) => _channels.First(entry => entry.Value.Number == channel).Key;

    public void EndAll()
    {
        foreach (var channel in _channels.Values)
        {
            channel.HasEnded = true;
        }
    }

    /// <summary>Notes what a frame means for the streams.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="number">The stream; of GOAWAY the last that the server still serves.</param>
    public void Note(SpdyFrame frame, uint number)
    {
        if (frame.Type == SpdyFrameType.GoAway)
        {
            foreach (var (_, later) in _channels.Where(entry => entry.Key > number))
            {
                later.HasEnded = true;
            }
        }
        else if (frame.Type is SpdyFrameType.Data or SpdyFrameType.SynReply or SpdyFrameType.RstStream && Find(number) is { } channel)
        {
            channel.IsTaken |= frame.Type == SpdyFrameType.SynReply;
            channel.HasEnded |= frame.IsLast || frame.Type == SpdyFrameType.RstStream;
        }
    }

    // Who opens a connection gives odd numbers.
    private static uint Id(int index) => (uint)((2 * index) + 1);
}
