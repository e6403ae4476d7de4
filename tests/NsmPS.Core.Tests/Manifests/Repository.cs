using System.Runtime.CompilerServices;
using NsmPS.Manifests;

namespace NsmPS.Tests.Manifests;

/// <summary>The manifests that the module brings.</summary>
internal static class Repository
{
    public static string ManifestFolder { get; } = Path.GetFullPath(Path.Combine(Here(), "../../../../manifests"));

    public static Catalog Catalog { get; } = Catalog.Load(ManifestFolder);

    private static string Here([CallerFilePath] string path = "") => path;
}
