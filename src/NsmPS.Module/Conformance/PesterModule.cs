using System.Management.Automation;

namespace NsmPS.Conformance;

/// <summary>Finds the Pester that a session has.</summary>
internal static class PesterModule
{
    private static readonly Version s_oldest = new(5, 9);

    private const string Loaded = "Get-Module -Name Pester";
    private const string Available = "Get-Module -Name Pester -ListAvailable";

    /// <summary>The folder of the module's assertions and suites.</summary>
    public static string Folder { get; } =
        Path.Combine(Path.GetDirectoryName(typeof(PesterModule).Assembly.Location)!, "Conformance");

    /// <summary>How the files of tests end.</summary>
    public const string Ending = ".Tests.ps1";

    /// <summary>The module's suites: their names, and the files of their tests.</summary>
    public static IReadOnlyDictionary<string, string> Suites { get; } = Directory.GetFiles(Folder, $"*{Ending}")
        .Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileName(file)[..^Ending.Length], StringComparer.OrdinalIgnoreCase);

    /// <summary>The manifest of a module; <see cref="PSModuleInfo.Path"/> may be what it loads.</summary>
    public static string ManifestOf(PSModuleInfo module) => Path.Combine(module.ModuleBase, $"{module.Name}.psd1");

    /// <summary>The loaded Pester, else the newest one that can be loaded. Called on the pipeline thread.</summary>
    /// <exception cref="NsmException">PesterMissing.</exception>
    public static PSModuleInfo Find(CommandInvocationIntrinsics shell)
    {
        var modules = shell.InvokeScript(Loaded).Concat(shell.InvokeScript(Available)).Select(item => item.BaseObject)
            .OfType<PSModuleInfo>();
        return modules.FirstOrDefault(module => module.Version >= s_oldest)
            ?? throw new NsmException(NsmErrors.PesterMissing, $"Pester {s_oldest} or newer is not there.");
    }
}
