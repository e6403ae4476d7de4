using NsmPS.Nsm.Catalogue;

namespace NsmPS.Session;

/// <summary>The releases and samples that lie beside the module.</summary>
internal static class ModuleCatalog
{
    /// <summary>Their folder.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(typeof(ModuleCatalog).Assembly.Location)!, "manifests");

    /// <summary>Reads the module's catalogue, and that of a user's folder in addition.</summary>
    public static Catalog Load(string? extraFolder) => Catalog.Load(Folder, extraFolder);
}
