namespace NsmPS;

/// <summary>Whether a wire stays on one node.</summary>
public enum NsmLocality
{
    /// <summary>The endpoint's pod could not be told.</summary>
    Unknown,

    /// <summary>Client and endpoint are on the same node.</summary>
    Local,

    /// <summary>Client and endpoint are on different nodes.</summary>
    CrossNode,
}
