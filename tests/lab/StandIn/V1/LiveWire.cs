using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.V1;

/// <summary>A wire, or this node's half of it, with those of this node that it needs.</summary>
/// <param name="Wire">What it is.</param>
/// <param name="Forwarder">Who made it.</param>
/// <param name="Endpoint">Its endpoint, when that is on this node.</param>
/// <param name="Seen">When somebody last asked for it.</param>
internal sealed record LiveWire(Wire Wire, Registrant Forwarder, Registrant? Endpoint, DateTimeOffset Seen)
{
    /// <summary>Whether this node's half still carries anything.</summary>
    public bool IsGood => !Forwarder.IsGone && Endpoint?.IsGone != true;
}
