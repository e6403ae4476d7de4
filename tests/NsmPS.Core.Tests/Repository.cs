using System.Reflection;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Core.Tests;

/// <summary>The manifests that the module brings.</summary>
internal static class Repository
{
    public static string ManifestFolder { get; } =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Manifests").Value!;

    public static Catalog Catalog { get; } = Catalog.Load(ManifestFolder);
}
