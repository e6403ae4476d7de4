using System.Reflection;

namespace NsmPS.Module.Tests.Engine;

/// <summary>Where the build put things.</summary>
internal static class Built
{
    public static string Repository { get; } = Metadata("Repository");

    public static string Module { get; } = Path.Combine(Metadata("Artifacts"), "module", "NsmPS");

    public static string Manifest { get; } = Path.Combine(Module, "NsmPS.psd1");

    public static string Probe { get; } = Metadata("Probe");

    public static string Console { get; } = Metadata("Console");

    public static string OtherYaml { get; } = Path.Combine(AppContext.BaseDirectory, "other", "YamlDotNet.dll");

    private static string Metadata(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
