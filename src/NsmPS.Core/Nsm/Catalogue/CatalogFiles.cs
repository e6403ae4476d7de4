namespace NsmPS.Nsm.Catalogue;

/// <summary>One manifest file of a stage, what must be chosen for it to take part, and
/// the part of the release that may be there already.</summary>
internal sealed record CatalogManifest(string File, string? ForwardingPlane = null, string? Component = null, string? Part = null);

internal sealed record CatalogStage(string Name, IReadOnlyList<CatalogManifest> Files);

/// <summary>The Kubernetes versions of a release.</summary>
internal sealed record CatalogKubernetes(string Minimum, IReadOnlyList<string> ProvenOn);

internal sealed record ReleaseFile
{
    public required string Version { get; init; }
    public required string Title { get; init; }
    public required string ImageTag { get; init; }
    public required string Generation { get; init; }
    public string? ManifestFolder { get; init; }
    public required string DefaultNamespace { get; init; }
    public required IReadOnlyList<string> ForwardingPlanes { get; init; }
    public required string DefaultForwardingPlane { get; init; }
    public required CatalogKubernetes Kubernetes { get; init; }
    public required IReadOnlyList<string> Samples { get; init; }

    /// <summary>Null takes the stages of the release in <see cref="ManifestFolder"/>.</summary>
    public IReadOnlyList<CatalogStage>? Stages { get; init; }
    public IReadOnlyList<string> UpgradesFrom { get; init; } = [];

    /// <summary>Whether it is meant where no release is named; the newest that says so counts.</summary>
    public bool Default { get; init; }
    public bool MaintainedUpstream { get; init; }
}

/// <summary>One side of a sample application: which Deployment, which container of it, how many.</summary>
internal sealed record SampleRole(string Deployment, string Container, int Replicas);

/// <summary>The catalogue file of a sample application.</summary>
internal sealed record SampleFile
{
    public required string Name { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public required IReadOnlyList<string> Fits { get; init; }

    /// <summary>The namespace that its manifests name; null for the mesh's.</summary>
    public string? Namespace { get; init; }
    public required string NetworkService { get; init; }

    /// <summary>The only forwarding plane that it works on; null for any.</summary>
    public string? ForwardingPlane { get; init; }
    public required SampleRole Client { get; init; }
    public required SampleRole Endpoint { get; init; }

    /// <summary>The label <c>impl</c> that its endpoints advertise, by which they differ from those of another sample of the same service;
    /// null where they advertise none.</summary>
    public string? Implementation { get; init; }

    /// <summary>Deployments that pass on what goes from client to endpoint, in the order in which a client's packet meets them.</summary>
    public IReadOnlyList<SampleRole> Chain { get; init; } = [];
    public required IReadOnlyList<string> Prefixes { get; init; }
    public required string Mechanism { get; init; }

    /// <summary>What its clients fetch besides the ping.</summary>
    public IReadOnlyList<SampleCheck> Checks { get; init; } = [];
    public required IReadOnlyList<CatalogStage> Stages { get; init; }
}
