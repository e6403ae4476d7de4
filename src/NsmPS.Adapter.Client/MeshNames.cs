namespace NsmPS.Adapter.Client;

/// <summary>The words by which a Meshery server knows this adapter.</summary>
internal static class MeshNames
{
    public const string Mesh = "NETWORK_SERVICE_MESH";
    public const string Install = "network_service_mesh";
    public const string ComponentType = "adapter";

    /// <summary>What adapters answer in an error field when there is none.</summary>
    public const string NoError = "none";
}
