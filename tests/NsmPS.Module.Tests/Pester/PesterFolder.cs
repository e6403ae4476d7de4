using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Pester;

/// <summary>Where the Pester files, the examples and the stand-in for Pester lie.</summary>
internal static class PesterFolder
{
    /// <summary>What every Pester file of the module loads.</summary>
    public const string Shared = "tests/Pester/NsmPS.Common.ps1";

    /// <summary>The suite that users test their own cluster with.</summary>
    public const string Suite = "examples/NsmCluster.Tests.ps1";

    private const string TestFiles = "*.Tests.ps1";

    public static string StandIn { get; } = Path.Combine(AppContext.BaseDirectory, "Pester", "PesterStandIn.psm1");

    public static string Runner { get; } = Path.Combine(AppContext.BaseDirectory, "Pester", "PesterRunner.ps1");

    /// <summary>The files of the module's own tests.</summary>
    public static IReadOnlyList<string> ModuleFiles { get; } = List("tests/Pester", TestFiles);

    /// <summary>Every Pester file.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. ModuleFiles, .. List("examples", TestFiles)];

    /// <summary>The examples that are plain scripts.</summary>
    public static IReadOnlyList<string> Examples { get; } = [.. List("examples", "*.ps1").Except(Files)];

    public static string FullPath(string file) => Path.Combine(Built.Repository, file);

    public static string Read(string file) => File.ReadAllText(FullPath(file));

    private static IReadOnlyList<string> List(string folder, string pattern) =>
        [.. Directory.GetFiles(Path.Combine(Built.Repository, folder), pattern).Select(path => $"{folder}/{Path.GetFileName(path)}").Order(StringComparer.Ordinal)];
}
