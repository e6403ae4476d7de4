namespace NsmPS;

/// <summary>Who left an object behind.</summary>
public enum NsmResidueOwner
{
    /// <summary>Its labels and its name say nothing sure; it is only told, and removed only with -Force.</summary>
    Unknown,

    /// <summary>NsmPS made it: it carries its label.</summary>
    NsmPS,

    /// <summary>It has a name and a content that only upstream's charts or manifests, or NSM itself, give.</summary>
    Upstream,
}
