using NsmPS.Proof;

namespace NsmPS.Watching;

/// <summary>A wire as it was read.</summary>
internal sealed record WatchedWire(WireKey Key, NsmConnection Connection, WireTarget Target)
{
    /// <summary>What a ping depends on: when it changes, another ping is needed.</summary>
    public string Way => $"{Target.Row.EndpointAddress} {Target.Row.Interface} {Connection.Endpoint}";

    /// <summary>The Deployment that its client belongs to; empty for a pod on its own.</summary>
    public string Workload { get; init; } = "";
}
