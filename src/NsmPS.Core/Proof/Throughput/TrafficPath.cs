namespace NsmPS.Proof.Throughput;

/// <summary>A way from the client's pod to the endpoint's.</summary>
/// <param name="Name">What it is called in sentences.</param>
/// <param name="Target">The endpoint's address on it.</param>
/// <param name="Local">The client's address on it.</param>
/// <param name="Interface">The client's interface; empty where it cannot be told.</param>
internal sealed record TrafficPath(string Name, string Target, string Local, string Interface);

/// <summary>What a way carries.</summary>
/// <param name="Mbps">In Mbit/s; null where it could not be measured.</param>
/// <param name="PacketsPerSecond">Small packets that arrive; null where it could not be measured.</param>
/// <param name="Problem">Why not; empty where it could.</param>
internal sealed record TrafficFigures(double? Mbps, double? PacketsPerSecond = null, string Problem = "");
