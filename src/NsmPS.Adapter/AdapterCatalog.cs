using NsmPS.Nsm.Catalogue;

namespace NsmPS.Adapter;

/// <summary>The releases and samples beside the program, read once, at the first use.</summary>
internal sealed class AdapterCatalog(string folder)
{
    private readonly Lazy<Catalog> _catalog = new(() => Catalog.Load(folder));

    /// <summary>The catalogue.</summary>
    /// <exception cref="NsmException">CatalogInvalid or ManifestInvalid.</exception>
    public Catalog Value => _catalog.Value;

    /// <summary>The versions that can be installed: the default first, because servers take the first where their user chose none, then the newest first.</summary>
    public IReadOnlyList<string> Versions => [.. Value.Releases.Reverse().OrderByDescending(release => release == Value.DefaultRelease).Select(release => release.Version)];
}
