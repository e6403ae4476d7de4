namespace NsmPS;

/// <summary>What NSM has on one node.</summary>
/// <param name="Name">The node.</param>
/// <param name="Sockets">Allocatable <c>networkservicemesh.io/socket</c> units; 0 means that no NSM pod can be scheduled there, -1 that
/// this generation of NSM hands out none.</param>
/// <param name="ManagerUrl">The address the node's network service manager registered; null when it did not.</param>
/// <param name="ManagerIsCurrent">Whether that address is the address of the manager's present pod.</param>
public sealed record NsmNodeStatus(string Name, long Sockets, string? ManagerUrl, bool ManagerIsCurrent);
