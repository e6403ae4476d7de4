namespace NsmPS.Lab.Manager;

/// <summary>An endpoint of this node: its pod, network namespace and workspace folder.</summary>
internal sealed record LocalEndpoint(string Pod, string NetNs, string Workspace);
