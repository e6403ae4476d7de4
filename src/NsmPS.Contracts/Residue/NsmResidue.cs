namespace NsmPS;

/// <summary>Something of NSM that is left on a cluster without a mesh that it belongs to.</summary>
public sealed record NsmResidue
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The object's apiVersion, for example <c>apps/v1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Its namespace; null for objects of the cluster. Not called Namespace, so that
    /// it does not become a command's -Namespace in a pipeline.</summary>
    public string? ObjectNamespace { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its unique id; a removal deletes only that very object.</summary>
    public required string Uid { get; init; }

    /// <summary>Who left it.</summary>
    public required NsmResidueOwner Owner { get; init; }

    /// <summary>Whether it keeps the cluster from working, as a webhook does whose service is gone and that must be asked.</summary>
    public bool Blocks { get; init; }

    /// <summary>Whether Remove-NsmResidue can take it away; false for what is told only.</summary>
    public required bool Removable { get; init; }

    /// <summary>What it is, and what it does to the cluster.</summary>
    public required string Message { get; init; }

    /// <summary>The form used in messages.</summary>
    public override string ToString() => string.IsNullOrEmpty(ObjectNamespace) ? $"{Kind}/{Name}" : $"{Kind}/{ObjectNamespace}/{Name}";
}
