using System.Reflection;

namespace NsmPS.Module.Tests.Engine;

/// <summary>Where the build put things.</summary>
internal static class Built
{
    public static string Module { get; } = Path.Combine(Metadata("Artifacts"), "module", "NsmPS");

    public static string Manifest { get; } = Path.Combine(Module, "NsmPS.psd1");

    public static string Probe { get; } = Metadata("Probe");

    private static string Metadata(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
