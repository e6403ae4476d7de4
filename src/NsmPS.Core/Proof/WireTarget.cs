using System.Text.Json.Nodes;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Wires;
using NsmPS.Topology.Ends;

namespace NsmPS.Proof;

/// <summary>A wire that is tested.</summary>
/// <param name="Pod">The client.</param>
/// <param name="Row">What is known of the wire before its test. Without an address to ping its verdict stands already.</param>
/// <param name="Tool">How it is pinged.</param>
internal sealed record WireTarget(JsonObject Pod, NsmIcmpResult Row, WireTool Tool)
{
    /// <summary>What its sample wants checked besides; none for the clients of others.</summary>
    public IReadOnlyList<SampleCheck> Checks { get; init; } = [];

    /// <summary>The containers to ping from, the likeliest first: those of a pod share its interfaces.</summary>
    public required IReadOnlyList<string> Containers { get; init; }

    /// <summary>What the client's pod shows; null where it could not be read.</summary>
    public PodLinks? Links { get; init; }

    /// <summary>The endpoint's pod; null where it cannot be told.</summary>
    public JsonObject? EndpointPod { get; init; }

    /// <summary>Whether there is an address to ping.</summary>
    public bool CanPing => Row.EndpointAddress.Length > 0 && Row.Verdict != NsmVerdict.NotInjected;
}
