using NsmPS.Nsm.Catalogue;

namespace NsmPS.Adapter;

/// <summary>The releases and samples beside the program, read once, at the first use.</summary>
internal sealed class AdapterCatalog(string folder)
{
    private readonly Lazy<Catalog> _catalog = new(() => Load(folder));

    /// <summary>The catalogue.</summary>
    /// <exception cref="NsmException">CatalogInvalid or ManifestInvalid.</exception>
    public Catalog Value => _catalog.Value;

    /// <summary>The versions that can be installed: the default first, because servers take the
    /// first where their user chose none, then the newest first.</summary>
    public IReadOnlyList<string> Versions =>
        [.. Value.Releases.Reverse().OrderByDescending(release => release == Value.DefaultRelease).Select(release => release.Version)];

    private static Catalog Load(string folder)
    {
        var catalog = Catalog.Load(folder);
        return catalog.Releases.Count > 0 ? catalog : throw new NsmException(NsmErrors.CatalogInvalid,
            $"There is no release in {Path.Combine(folder, "mesh")}, so there is no version to install.", folder)
        {
            Remedy = "Most likely the folder was copied without what is in it, or the setting Manifests names another folder than the one "
                + "that came with the adapter. Correct that, and start the adapter again."
        };
    }
}
