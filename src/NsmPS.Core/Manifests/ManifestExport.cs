namespace NsmPS.Manifests;

/// <summary>Writes what would be applied as YAML that <c>kubectl apply -f</c> takes.</summary>
public static class ManifestExport
{
    /// <summary>The mesh's objects in the order they are applied, with a new webhook certificate and its private key.</summary>
    public static string Mesh(Catalog catalog, NsmMeshOptions options, TimeProvider time) => throw new NotImplementedException();

    /// <summary>A sample's objects in the order they are applied.</summary>
    public static string SampleApp(Catalog catalog, NsmSampleAppOptions options, string release) => throw new NotImplementedException();
}
