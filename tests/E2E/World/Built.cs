using System.Reflection;

namespace NsmPS.E2E.World;

/// <summary>Where the repository is, and where the build put the module.</summary>
internal static class Built
{
    public static string Repository { get; } = Metadata("Repository");

    /// <summary>The module's manifest.</summary>
    public static string Manifest { get; } = Metadata("Manifest");

    /// <summary>The manifest of Pester, which runs the conformance suites.</summary>
    public static string Pester { get; } = Metadata("Pester");

    /// <summary>The engine can load a second module, but these tests have none.</summary>
    public static string Probe => throw new NotSupportedException("the end-to-end tests have no probe");

    private static string Metadata(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
