namespace NsmPS.Adapter.Oam;

/// <summary>The components of the model <c>network_service_mesh</c>.</summary>
internal static class MeshComponents
{
    /// <summary>The mesh itself.</summary>
    public const string Mesh = "NetworkServiceMesh";

    /// <summary>Kinds that stand for one Kubernetes object each.</summary>
    public static IReadOnlyList<string> Objects { get; } = ["NetworkService", "NetworkServiceEndpoint"];

    /// <summary>The group of the definitions that are components; others that a release brings are not of this mesh.</summary>
    public const string Group = "networkservicemesh.io";

    /// <summary>The versions of the objects, by generation of NSM; the first is meant where a component names none.</summary>
    public static IReadOnlyList<string> ObjectVersions { get; } = [$"{Group}/v1alpha1", $"{Group}/v1"];
}
