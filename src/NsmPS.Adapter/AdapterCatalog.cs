using NsmPS.Nsm.Catalogue;

namespace NsmPS.Adapter;

/// <summary>The releases and samples beside the program, read once, at the first use.</summary>
internal sealed class AdapterCatalog(string folder)
{
    private readonly Lazy<Catalog> _catalog = new(() => Catalog.Load(folder));

    /// <summary>The catalogue.</summary>
    /// <exception cref="NsmException">CatalogInvalid or ManifestInvalid.</exception>
    public Catalog Value => _catalog.Value;

    /// <summary>The release that is meant where none is named.</summary>
    /// <exception cref="NsmException">CatalogInvalid, also when there is no release.</exception>
    public NsmRelease DefaultRelease => Value.Releases.Count > 0 ? Value.DefaultRelease : throw new NsmException(NsmErrors.CatalogInvalid,
        $"There is no release in {Path.Combine(folder, "mesh")}, so there is no version to install.", folder)
    {
        Remedy = "Most likely the folder was copied without what is in it, or the setting Manifests names another folder than the one "
            + "that came with the adapter. Correct that, and start the adapter again."
    };

    /// <summary>The versions that can be installed: the default first, because servers take the
    /// first where their user chose none, then the newest first.</summary>
    /// <exception cref="NsmException">CatalogInvalid, also when there is no release.</exception>
    public IReadOnlyList<string> Versions
    {
        get
        {
            var first = DefaultRelease;
            return [.. Value.Releases.Reverse().OrderByDescending(release => release == first).Select(release => release.Version)];
        }
    }
}
