namespace NsmPS;

/// <summary>How a mesh fits its cluster, in the words of Meshery's compatibility matrix.</summary>
public enum NsmCompatibilityStatus
{
    /// <summary>No pod works.</summary>
    Failing,

    /// <summary>Some pods work.</summary>
    Partial,

    /// <summary>Every pod works.</summary>
    Passing,
}
