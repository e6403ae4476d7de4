using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Rendering;

namespace NsmPS.Mesh.Updates;

/// <summary>What an update changes of an installed mesh. What is null stays as it is.</summary>
public sealed record MeshChange
{
    /// <summary>Another release.</summary>
    public string? Version { get; init; }

    /// <summary>Another image tag. With another release, the tag stays only where it was not the old release's own.</summary>
    public string? ImageTag { get; init; }

    /// <summary>Another registry of all images.</summary>
    public string? ImageRegistry { get; init; }

    /// <summary>Another pull policy.</summary>
    public string? ImagePullPolicy { get; init; }

    /// <summary>Other pull secrets, instead of those that there are.</summary>
    public IReadOnlyList<string>? ImagePullSecrets { get; init; }

    /// <summary>Another folder of the kubelets.</summary>
    public string? KubeletPath { get; init; }

    /// <summary>The optional components, instead of those that there are.</summary>
    public IReadOnlyList<string>? Components { get; init; }

    /// <summary>Whether the webhook gets a new certificate although the old one is still good.</summary>
    public bool RenewCertificate { get; init; }

    /// <summary>The change that brings any mesh to the options of an earlier plan.</summary>
    public static MeshChange Of(NsmPlan plan) => new()
    {
        Version = plan.Mesh?.Version,
        ImageTag = plan.Mesh?.ImageTag,
        ImageRegistry = plan.Mesh?.ImageRegistry,
        ImagePullPolicy = plan.Mesh?.ImagePullPolicy,
        ImagePullSecrets = plan.Mesh?.ImagePullSecrets,
        KubeletPath = plan.Mesh?.KubeletPath,
        Components = plan.Mesh?.Components,
        RenewCertificate = plan.RenewsCertificate,
    };

    /// <summary>Checks what can be checked without knowing the mesh.</summary>
    /// <exception cref="NsmException">ReleaseUnknown or OptionInvalid.</exception>
    internal void Check(Catalog catalog) => _ = new MeshRenderer(catalog, new NsmMeshOptions
    {
        Version = Version ?? catalog.Releases[^1].Version,
        ImageTag = ImageTag,
        ImageRegistry = ImageRegistry,
        ImagePullPolicy = ImagePullPolicy,
        ImagePullSecrets = ImagePullSecrets ?? [],
        KubeletPath = KubeletPath,
    });

    /// <summary>The options of the mesh after the change.</summary>
    internal NsmMeshOptions ApplyTo(NsmMeshOptions present, Catalog catalog)
    {
        var version = Version is null ? present.Version : catalog.Release(Version).Info.Version;
        var ownTag = catalog.Releases.FirstOrDefault(release => release.Version == present.Version)?.ImageTag;
        return present with
        {
            Version = version,
            ImageTag = ImageTag ?? (version != present.Version && present.ImageTag == ownTag ? null : present.ImageTag),
            ImageRegistry = ImageRegistry ?? present.ImageRegistry,
            ImagePullPolicy = ImagePullPolicy ?? present.ImagePullPolicy,
            ImagePullSecrets = ImagePullSecrets ?? present.ImagePullSecrets,
            KubeletPath = KubeletPath ?? present.KubeletPath,
            Components = Components ?? present.Components,
        };
    }
}
