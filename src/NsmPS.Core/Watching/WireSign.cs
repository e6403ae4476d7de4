namespace NsmPS.Watching;

/// <summary>Something that was seen of wires.</summary>
/// <param name="At">When, by this machine's clock.</param>
internal abstract record WireSign(DateTimeOffset At)
{
    /// <summary>All wires as they are now.</summary>
    internal sealed record Seen(DateTimeOffset At, IReadOnlyList<WatchedWire> Wires) : WireSign(At);

    /// <summary>A ping begins.</summary>
    internal sealed record Started(DateTimeOffset At, WireKey Key) : WireSign(At);

    /// <summary>A ping was answered.</summary>
    /// <param name="At">When the answer came.</param>
    /// <param name="Key">The wire.</param>
    /// <param name="Number">The request's number since the ping began, from 0.</param>
    /// <param name="Milliseconds">The round trip.</param>
    internal sealed record Answered(DateTimeOffset At, WireKey Key, long Number, double Milliseconds) : WireSign(At);

    /// <summary>A ping has ended; the next begins soon.</summary>
    /// <param name="At">When.</param>
    /// <param name="Key">The wire.</param>
    /// <param name="Sent">How many requests it had sent; null where it did not tell.</param>
    /// <param name="Problem">Why it ended before its time; empty where it did not.</param>
    internal sealed record Stopped(DateTimeOffset At, WireKey Key, int? Sent, string Problem) : WireSign(At);

    /// <summary>No container of the client can ping.</summary>
    internal sealed record CannotPing(DateTimeOffset At, WireKey Key, string Problem) : WireSign(At);

    /// <summary>Time has passed.</summary>
    internal sealed record Tick(DateTimeOffset At) : WireSign(At);
}
