namespace NsmPS.Manifests;

/// <summary>The releases and sample applications that this module brings, or that a folder of the user adds.</summary>
public sealed class Catalog
{
    /// <summary>The releases, oldest first.</summary>
    public IReadOnlyList<NsmRelease> Releases => throw new NotImplementedException();

    /// <summary>The sample applications, by name.</summary>
    public IReadOnlyList<NsmSampleAppInfo> SampleApps => throw new NotImplementedException();

    /// <summary>Reads the catalogue files.</summary>
    /// <param name="folder">The folder that holds <c>mesh/</c> and <c>samples/</c>.</param>
    /// <param name="extraFolder">A folder of the user of the same form, whose entries come in addition; null for none.</param>
    /// <exception cref="NsmException">CatalogInvalid or ManifestInvalid.</exception>
    public static Catalog Load(string folder, string? extraFolder = null) => throw new NotImplementedException();
}
