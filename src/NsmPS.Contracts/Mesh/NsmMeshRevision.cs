namespace NsmPS;

/// <summary>One recorded revision of the mesh on one cluster.</summary>
public sealed record NsmMeshRevision
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The namespace of the mesh.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its number; a later revision has a higher one.</summary>
    public required int Revision { get; init; }

    /// <summary>Whether it is the latest one: the revision that Compare-NsmMesh holds the cluster against.</summary>
    public required bool Current { get; init; }

    /// <summary>How far it got.</summary>
    public required NsmRevisionState State { get; init; }

    /// <summary>What made it: Install, Update or Restore; empty when the record does not say.</summary>
    public string Operation { get; init; } = "";

    /// <summary>The earlier revision that it brought back; null when it did not.</summary>
    public int? RestoredFrom { get; init; }

    /// <summary>The release.</summary>
    public string Version { get; init; } = "";

    /// <summary>The tag of NSM's images.</summary>
    public string ImageTag { get; init; } = "";

    /// <summary>The registry of all images; null for docker.io.</summary>
    public string? ImageRegistry { get; init; }

    /// <summary>The forwarding plane.</summary>
    public string ForwardingPlane { get; init; } = "";

    /// <summary>The optional components.</summary>
    public IReadOnlyList<string> Components { get; init => field = ReadOnlyLists.Copy(value); } = [];

    /// <summary>When it was applied, on the clock of the machine that did it; null when the record does not say.</summary>
    public DateTimeOffset? AppliedAt { get; init; }
}
