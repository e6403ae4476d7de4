namespace NsmPS.Kubernetes.Spdy;

/// <summary>How far a stream is.</summary>
internal sealed class SpdyChannel(byte number)
{
    public byte Number { get; } = number;

    /// <summary>Whether the server has taken it.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Whether nothing comes on it any more.</summary>
    public bool HasEnded { get; set; }
}
