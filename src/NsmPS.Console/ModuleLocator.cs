using NsmPS.Console.Options;

namespace NsmPS.Console;

/// <summary>
/// Finds the manifest to import: the one named by NSMPS_MODULE_PATH, else module/NsmPS beside the program, else the build output
/// artifacts/module/NsmPS of the clone that the program lies in.
/// </summary>
internal sealed class ModuleLocator(HostSettings settings, string baseDirectory)
{
    private const string ManifestName = "NsmPS.psd1";

    /// <summary>The manifest's path; null when there is none, <see cref="Explanation"/> then says what was looked for.</summary>
    public string? Find() => Candidates().FirstOrDefault(File.Exists);

    public string Explanation => settings.ModulePath is { } path
        ? $"NSMPS_MODULE_PATH is '{path}', but there is no {ManifestName} in that folder and no manifest of that name."
        : $"The NsmPS module was not found: neither '{BesideProgram()}' nor an artifacts/module/NsmPS/{ManifestName} in a folder above "
            + $"'{baseDirectory}' exists. Build the solution first, or set NSMPS_MODULE_PATH.";

    private IEnumerable<string> Candidates()
    {
        if (settings.ModulePath is { } path)
        {
            string fullPath = Path.GetFullPath(path);
            yield return Path.Combine(fullPath, ManifestName);
            yield return fullPath;
            yield break;
        }

        yield return BesideProgram();
        for (var folder = new DirectoryInfo(baseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "artifacts", "module", "NsmPS", ManifestName);
        }
    }

    private string BesideProgram() => Path.Combine(baseDirectory, "module", "NsmPS", ManifestName);
}
