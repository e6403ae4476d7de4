namespace NsmPS;

/// <summary>How far a recorded revision of the mesh got.</summary>
public enum NsmRevisionState
{
    /// <summary>It was applied to its end.</summary>
    Complete,

    /// <summary>It is under way, failed, or was interrupted.</summary>
    Interrupted,

    /// <summary>Its record cannot be understood: it is damaged, or a later NsmPS wrote it.</summary>
    Unreadable,
}
