using System.Reflection;

namespace NsmPS.HelpBuild.Tests;

/// <summary>Where this repository and what is built of it lie.</summary>
internal static class Checkout
{
    public static string Folder { get; } = Metadata("Repository");

    public static string Module { get; } = Path.Combine(Metadata("Artifacts"), "module", "NsmPS");

    public static string Docs { get; } = Path.Combine(Folder, "docs");

    private static string Metadata(string key) =>
        typeof(Checkout).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
