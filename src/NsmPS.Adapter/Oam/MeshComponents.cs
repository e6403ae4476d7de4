namespace NsmPS.Adapter.Oam;

/// <summary>The components of the model <c>network_service_mesh</c>.</summary>
internal static class MeshComponents
{
    /// <summary>The mesh itself.</summary>
    public const string Mesh = "NetworkServiceMesh";

    /// <summary>Kinds that stand for one Kubernetes object each.</summary>
    public static IReadOnlyList<string> Objects { get; } = ["NetworkService", "NetworkServiceEndpoint"];

    /// <summary>The version of the definitions' objects.</summary>
    public const string ObjectVersion = "networkservicemesh.io/v1alpha1";
}
