namespace NsmPS;

/// <summary>How a cluster differs from what was applied to it.</summary>
public enum NsmDriftKind
{
    /// <summary>The object is gone.</summary>
    ObjectMissing,

    /// <summary>The field is gone.</summary>
    Missing,

    /// <summary>The field has another value.</summary>
    Changed,

    /// <summary>A list that belongs to NsmPS as a whole has an element more.</summary>
    Added,
}
