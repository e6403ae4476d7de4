namespace NsmPS.Checks.Repair;

/// <summary>How much of a sample a repair recreates.</summary>
internal enum RenewalExtent
{
    /// <summary>Nothing is broken.</summary>
    Nothing,

    /// <summary>The clients that are broken; the others keep their wires.</summary>
    BrokenClients,

    Clients,

    /// <summary>Endpoints and clients.</summary>
    Everything,
}
