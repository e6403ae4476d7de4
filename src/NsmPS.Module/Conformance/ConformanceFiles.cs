using NsmPS.Manifests.Folders;

namespace NsmPS.Conformance;

/// <summary>The Pester files of one run.</summary>
/// <param name="Suites">Those of the module.</param>
/// <param name="Own">Those of the user.</param>
/// <param name="Scenario">The user's folder, where it holds objects that are to be there while the user's files run; else null.</param>
internal sealed record ConformanceFiles(IReadOnlyList<string> Suites, IReadOnlyList<string> Own, string? Scenario)
{
    private const string Ending = ".Tests.ps1";

    /// <summary>Finds them: all suites where nothing is named.</summary>
    /// <param name="folder">The folder of the module's suites.</param>
    /// <param name="suites">The names of suites; null where none are named.</param>
    /// <param name="own">The user's folder; null where there is none.</param>
    /// <exception cref="NsmException">OptionInvalid when there is no such suite, no such folder, or nothing to run in it.</exception>
    public static ConformanceFiles Find(string folder, IReadOnlyList<string>? suites, string? own)
    {
        var all = In(folder);
        var known = all.ToDictionary(file => Path.GetFileName(file)[..^Ending.Length], StringComparer.OrdinalIgnoreCase);
        if (suites?.FirstOrDefault(name => !known.ContainsKey(name)) is { } unknown)
        {
            throw new NsmException(NsmErrors.OptionInvalid, $"-Suite is '{unknown}'; it must be one of {string.Join(", ", known.Keys)}.",
                "Suite");
        }

        var chosen = suites is not null ? suites.Select(name => known[name]).ToArray() : own is null ? all : [];
        return own is null ? new ConformanceFiles(chosen, [], null)
            : new ConformanceFiles(chosen, OfUser(own), UserFolder.HoldsObjects(own) ? own : null);
    }

    private static string[] OfUser(string own)
    {
        if (!Directory.Exists(own))
        {
            throw new NsmException(NsmErrors.OptionInvalid, $"-Path is '{own}', and there is no such folder.", "Path");
        }

        return In(own) is { Length: > 0 } files ? files
            : throw new NsmException(NsmErrors.OptionInvalid, $"-Path is '{own}', and no file in it ends with {Ending}.", "Path");
    }

    private static string[] In(string folder) => [.. Directory.GetFiles(folder, $"*{Ending}").Order(StringComparer.Ordinal)];
}
