using NsmPS.Nsm.Catalogue;

namespace NsmPS.Session;

/// <summary>The releases and samples that lie beside the module.</summary>
internal static class ModuleCatalog
{
    private static readonly string s_folder = Path.Combine(Path.GetDirectoryName(typeof(ModuleCatalog).Assembly.Location)!, "manifests");

    /// <summary>Reads the module's catalogue, and that of a user's folder in addition.</summary>
    public static Catalog Load(string? extraFolder) => Catalog.Load(s_folder, extraFolder);

    /// <summary>The release that is meant when none is named.</summary>
    public static string DefaultVersion(Catalog catalog) => catalog.DefaultRelease.Version;
}
