namespace NsmPS.Lab.Protocol;

/// <summary>A registered endpoint: its object's name and the manager that serves it.</summary>
internal sealed record EndpointEntry(string Name, string Node, string ManagerHost);
