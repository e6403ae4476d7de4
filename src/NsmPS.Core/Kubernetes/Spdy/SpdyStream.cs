namespace NsmPS.Kubernetes.Spdy;

/// <summary>One stream of a connection to a pod.</summary>
/// <param name="Channel">The number that a WebSocket has for it.</param>
/// <param name="Headers">What the server is told of it; names in small letters.</param>
/// <param name="IsVerdict">Whether it has the server's words about how it all ended, which are one message.</param>
internal sealed record SpdyStream(byte Channel, IReadOnlyList<(string Name, string Value)> Headers, bool IsVerdict = false);
