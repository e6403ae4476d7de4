using System.Reflection;

namespace NsmPS.Contracts.Tests;

/// <summary>Where the sources are and where the build put the module.</summary>
internal static class Built
{
    public static string Sources { get; } = Path.Combine(Metadata("Repository"), "src");

    public static string Module { get; } = Path.Combine(Metadata("Artifacts"), "module", "NsmPS");

    public static string Core { get; } = Path.Combine(Module, "lib", "NsmPS.Core.dll");

    private static string Metadata(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
