namespace NsmPS;

/// <summary>A release of NSM that can be installed.</summary>
public sealed record NsmRelease
{
    /// <summary>The release's name, for example <c>v0.2.1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The tag its images carry. v0.2.1 was never tagged upstream; its images are v0.2.0.</summary>
    public required string ImageTag { get; init; }

    /// <summary>One line about it.</summary>
    public required string Title { get; init; }

    /// <summary>The generation whose rules it follows, for example <c>v0.2</c>.</summary>
    public required string Generation { get; init; }

    /// <summary>The namespace it goes to unless another is asked for.</summary>
    public required string DefaultNamespace { get; init; }

    /// <summary>The forwarding planes it offers; the first is the default.</summary>
    public required IReadOnlyList<string> ForwardingPlanes { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>Optional components.</summary>
    public required IReadOnlyList<string> Components { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>The sample applications that fit it.</summary>
    public required IReadOnlyList<string> SampleApps { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>The oldest Kubernetes it is expected to run on.</summary>
    public required string MinimumKubernetes { get; init; }

    /// <summary>The Kubernetes versions it was proven on by an end-to-end run.</summary>
    public required IReadOnlyList<string> ProvenOn { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>The releases that Update-NsmMesh takes to this one.</summary>
    public IReadOnlyList<string> UpgradesFrom { get; init => field = ReadOnlyLists.Copy(value); } = [];

    /// <summary>Whether the project of NSM still maintains it.</summary>
    public required bool MaintainedUpstream { get; init; }

    /// <summary>Whether its parts authenticate each other by SPIRE, which comes with it unless the cluster's is used.</summary>
    public bool UsesSpire { get; init; }

    /// <summary>The images it uses, as its manifests name them.</summary>
    public required IReadOnlyList<string> Images { get; init => field = ReadOnlyLists.Copy(value); }
}
