namespace NsmPS;

/// <summary>What to install.</summary>
public sealed record NsmMeshOptions
{
    /// <summary>The release, for example <c>v0.2.1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The namespace; null for the release's default.</summary>
    public string? Namespace { get; init; }

    /// <summary>The forwarding plane; null for the release's default.</summary>
    public string? ForwardingPlane { get; init; }

    /// <summary>Optional components to add.</summary>
    public IReadOnlyList<string> Components { get; init => field = ReadOnlyLists.Copy(value); } = [];

    /// <summary>A registry to take all images from instead of docker.io.</summary>
    public string? ImageRegistry { get; init; }

    /// <summary>An image tag instead of the release's.</summary>
    public string? ImageTag { get; init; }

    /// <summary>Always, IfNotPresent or Never; null keeps the manifests' own.</summary>
    public string? ImagePullPolicy { get; init; }

    /// <summary>Secrets of the mesh's namespaces with which its images are pulled.</summary>
    public IReadOnlyList<string> ImagePullSecrets { get; init => field = ReadOnlyLists.Copy(value); } = [];

    /// <summary>The folder in which the kubelets of the nodes keep their files; null for /var/lib/kubelet.</summary>
    public string? KubeletPath { get; init; }

    /// <summary>Whether NSM should authenticate its parts by SPIRE. NSM v1 always does.</summary>
    public bool Secure { get; init; }

    /// <summary>Whether a SPIRE that is on the cluster already is used instead of installing one. Only NSM v1 uses SPIRE.</summary>
    public bool UseExistingSpire { get; init; }
}
