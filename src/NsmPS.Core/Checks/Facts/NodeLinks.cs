namespace NsmPS.Checks.Facts;

/// <summary>The NSM links in a node's own network, where only those stay that a failed attempt has left behind.</summary>
/// <param name="Node">The node.</param>
/// <param name="Pod">The forwarder pod through which they were read.</param>
/// <param name="Container">Its container.</param>
/// <param name="Links">Their names.</param>
/// <param name="Problem">Why they could not be read; empty when they could.</param>
internal sealed record NodeLinks(string Node, string Pod, string Container, IReadOnlyList<string> Links, string Problem = "");
