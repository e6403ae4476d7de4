using NsmPS.Kubernetes;

namespace NsmPS.Nsm.Names;

/// <summary>Names that NsmPS gives to things on a cluster. No other file spells them.</summary>
internal static class OwnNames
{
    public const string ReleaseLabel = "nsmps.io/release";
    public const string InventoryLabel = "nsmps.io/inventory";
    public const string RevisionLabel = "nsmps.io/revision";
    public const string InventoryType = "nsmps.io/inventory";

    /// <summary>The beginning of every label and annotation that is NsmPS's own.</summary>
    public const string OwnPrefix = "nsmps.io/";

    /// <summary>On objects of a user's manifest: which part of the user's work they are.</summary>
    public const string ManifestPartLabel = "nsmps.io/part";

    /// <summary>On objects of a sample that a folder of the user describes: the sample's name.</summary>
    public const string FolderLabel = "nsmps.io/folder";

    /// <summary>On the same objects: the kinds among them that nobody would look for.</summary>
    public const string KindsAnnotation = "nsmps.io/kinds";

    /// <summary>On objects of a user's manifest: the operation that changed them last.</summary>
    public const string OperationAnnotation = "nsmps.io/operation";

    /// <summary>On the webhook's pod template: NSM v0.2 loads its key pair only at start, so a new pair must start new pods.</summary>
    public const string CertificateAnnotation = "nsmps.io/certificate";

    /// <summary>On the short-lived pods that let nodes pull the images of an update.</summary>
    public const string ImageCheckLabel = "nsmps.io/image-check";

    /// <summary>On objects that the webhook must leave alone; its value is <see cref="Disabled"/>.</summary>
    public const string InjectionLabel = "nsmps.io/injection";

    public const string Disabled = "disabled";

    /// <summary>The value of <see cref="KubeNames.PartOfLabel"/> on the mesh's own objects; samples carry their own name.</summary>
    public const string MeshPart = "network-service-mesh";
}
