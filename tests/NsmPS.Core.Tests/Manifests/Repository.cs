using System.Reflection;
using NsmPS.Manifests;

namespace NsmPS.Tests.Manifests;

/// <summary>The manifests that the module brings.</summary>
internal static class Repository
{
    public static string ManifestFolder { get; } =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Manifests").Value!;

    public static Catalog Catalog { get; } = Catalog.Load(ManifestFolder);
}
