namespace NsmPS.Checks.Repair;

/// <summary>What a repair may do.</summary>
public sealed record RepairOptions
{
    /// <summary>The namespace the mesh must be in; null for wherever it is.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whether pods of others' clients with dead wires are deleted too, so that their workloads recreate them.</summary>
    public bool Force { get; init; }

    /// <summary>Whether nothing is done but to remove NSM's webhook configurations, so that pods can be created again.</summary>
    public bool UnblockAdmission { get; init; }
}
