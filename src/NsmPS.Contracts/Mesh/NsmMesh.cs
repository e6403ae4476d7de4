namespace NsmPS;

/// <summary>The mesh on one cluster.</summary>
public sealed record NsmMesh
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The namespace it is in.</summary>
    public required string Namespace { get; init; }

    /// <summary>The release; <c>unknown</c> when another tool installed it.</summary>
    public required string Version { get; init; }

    /// <summary>The tag of its images.</summary>
    public required string ImageTag { get; init; }

    /// <summary>The forwarding plane that is installed.</summary>
    public required string ForwardingPlane { get; init; }

    /// <summary>How it is doing.</summary>
    public required NsmState State { get; init; }

    /// <summary>Whether NsmPS installed it.</summary>
    public required bool Managed { get; init; }

    /// <summary>The revision of the installation; 0 when NsmPS did not make it.</summary>
    public required int Revision { get; init; }

    /// <summary>Whether a server dry run showed that clients are injected; null where a webhook of others that must be asked knows no dry
    /// run, so that nobody can know.</summary>
    public required bool? Injecting { get; init; }

    /// <summary>Its parts.</summary>
    public required IReadOnlyList<NsmComponentStatus> Components { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>Its nodes.</summary>
    public required IReadOnlyList<NsmNodeStatus> Nodes { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>When the certificate of its admission webhook expires; null when there is none that can be read.</summary>
    public DateTimeOffset? CertificateExpires { get; init; }

    /// <summary>Why it is not ready; empty when it is.</summary>
    public required string Message { get; init; }

    /// <summary>What the user should know of the change that led here, such as wires that
    /// it broke; empty when the mesh was only looked at.</summary>
    public IReadOnlyList<string> Remarks { get; init => field = ReadOnlyLists.Copy(value); } = [];

    /// <summary>When this was observed.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
