namespace NsmPS.Kubernetes.Spdy;

/// <summary>The frames of SPDY/3.1 that matter here, by their numbers. Others are passed over.</summary>
internal enum SpdyFrameType
{
    /// <summary>A part of a stream's data. It has no number.</summary>
    Data = 0,

    /// <summary>Opens a stream.</summary>
    SynStream = 1,

    /// <summary>The other side takes a stream.</summary>
    SynReply = 2,

    /// <summary>Ends a stream in both directions.</summary>
    RstStream = 3,

    /// <summary>Wants to come back.</summary>
    Ping = 6,

    /// <summary>The other side takes no more streams.</summary>
    GoAway = 7,

    /// <summary>More headers of a stream.</summary>
    Headers = 8,
}
