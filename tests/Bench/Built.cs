using System.Reflection;

namespace NsmPS.Bench;

/// <summary>Where the repository is, and where the build put things.</summary>
internal static class Built
{
    public static string Repository { get; } = Metadata("Repository");

    /// <summary>The module's manifest.</summary>
    public static string Module { get; } = Metadata("Module");

    /// <summary>The adapter as the module brings it.</summary>
    public static string Adapter { get; } = Path.Combine(Path.GetDirectoryName(Module)!, "lib", "NsmPS.Adapter.dll");

    private static string Metadata(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
