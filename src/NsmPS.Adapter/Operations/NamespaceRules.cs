namespace NsmPS.Adapter.Operations;

/// <summary>What a namespace in a request means.</summary>
internal static class NamespaceRules
{
    /// <summary>Where Meshery's dashboard looks for this mesh, and nowhere else.</summary>
    public const string DashboardNamespace = "nsm-system";

    /// <summary>What Meshery sends when its user chose nothing.</summary>
    public const string Unchosen = "default";

    /// <summary>The namespace that the mesh or a sample was asked into; null when the user left that open.</summary>
    public static string? OfMesh(string requested) => requested is "" or Unchosen ? null : requested;

    /// <summary>The namespace for objects of a manifest that name none.</summary>
    public static string OfManifest(string requested) => requested.Length == 0 ? Unchosen : requested;

    /// <summary>Operations that touch the same of these never run at the same time on one cluster.</summary>
    /// <remarks>A cluster holds one mesh: everything about it shares one lane, whatever namespace the request names.</remarks>
    public static IReadOnlyList<string> Lanes(OperationRequest request)
    {
        var own = request.Operation.Kind is OperationKind.Mesh or OperationKind.Sample
            ? OfMesh(request.Namespace)
            : OfManifest(request.Namespace);
        return [.. new[] { request.Operation.SharesMesh ? DashboardNamespace : null, own }.OfType<string>().Distinct()];
    }
}
