namespace NsmPS.Manifests;

/// <summary>How a user's own manifest is placed and marked.</summary>
public sealed record ManifestOptions
{
    /// <summary>The namespace of namespaced objects that name none. A namespace that the manifest writes stays as it is written.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>What the objects are a part of: the value of their label <c>nsmps.io/part</c>, by which a later operation knows them as its
    /// own. A label value of Kubernetes: at most 63 letters, digits, '-', '_', '.', starting and ending with a letter or digit.</summary>
    public string Part { get; init; } = "custom";

    /// <summary>The id of the operation, recorded in the annotation <c>nsmps.io/operation</c> of each object it changes; null for none. It
    /// is cut and cleaned, never refused.</summary>
    public string? Operation { get; init; }
}
