namespace NsmPS;

/// <summary>One pod of a sample application.</summary>
/// <param name="Name">The pod.</param>
/// <param name="Role">Client or Endpoint.</param>
/// <param name="Node">Its node; empty before it is scheduled.</param>
/// <param name="State">How it is doing; a client without injection or wire is never Ready.</param>
/// <param name="WireAddress">The address of its wire with prefix length; empty when it has none.</param>
/// <param name="Reason">Why it is not ready; empty when it is.</param>
public sealed record NsmSamplePod(string Name, string Role, string Node, NsmState State, string WireAddress, string Reason);
