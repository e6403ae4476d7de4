namespace NsmPS;

/// <summary>One difference between what NsmPS applied and what the cluster has.</summary>
public sealed record NsmMeshDrift
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The revision that the cluster was held against.</summary>
    public required int Revision { get; init; }

    /// <summary>The object's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Its namespace; null for objects of the cluster.</summary>
    public string? Namespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The field, for example <c>spec.template.spec.containers[nsmd].image</c>; empty when the object is gone.</summary>
    public required string Path { get; init; }

    /// <summary>What was applied: text, or compact JSON. Null when nothing was. What is secret is masked.</summary>
    public string? Expected { get; init; }

    /// <summary>What the cluster has, in the same form; null when it has nothing.</summary>
    public string? Actual { get; init; }

    /// <summary>How it differs.</summary>
    public required NsmDriftKind Drift { get; init; }
}
