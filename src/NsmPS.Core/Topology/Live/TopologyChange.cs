namespace NsmPS.Topology.Live;

/// <summary>Something that has changed between two looks at a topology.</summary>
/// <param name="At">When it was seen.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Subject">The node, client, endpoint or wire.</param>
/// <param name="Text">What happened to it, for example <c>Up → Dead</c>.</param>
/// <param name="Detail">Why, where that is known.</param>
/// <param name="IsBad">Whether a user should look at it.</param>
internal sealed record TopologyChange(DateTimeOffset At, TopologyChangeKind Kind, string Subject, string Text, string Detail, bool IsBad);

/// <summary>What a change is about.</summary>
internal enum TopologyChangeKind
{
    Node,
    Client,
    Endpoint,
    Wire,
}
