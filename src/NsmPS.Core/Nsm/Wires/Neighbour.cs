namespace NsmPS.Nsm.Wires;

/// <summary>What a pod knows of a neighbour.</summary>
/// <param name="Address">The neighbour's address.</param>
/// <param name="Interface">The pod's interface that leads there.</param>
/// <param name="Mac">The neighbour's hardware address.</param>
internal sealed record Neighbour(string Address, string Interface, string Mac);
