namespace NsmPS.Kubernetes;

/// <summary>Names that Kubernetes gives to things, and the name by which NsmPS applies objects.</summary>
internal static class KubeNames
{
    /// <summary>The field manager of every server-side apply.</summary>
    public const string FieldManager = "nsmps";

    public const string ManagedByLabel = "app.kubernetes.io/managed-by";
    public const string PartOfLabel = "app.kubernetes.io/part-of";

    /// <summary>On namespaces: the level of pod security that new pods must keep to.</summary>
    public const string PodSecurityLabel = "pod-security.kubernetes.io/enforce";

    public const string Privileged = "privileged";
    public const string NamespaceNameLabel = "kubernetes.io/metadata.name";
}
