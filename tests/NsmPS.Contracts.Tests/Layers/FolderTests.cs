using System.Text.RegularExpressions;

namespace NsmPS.Contracts.Tests.Layers;

/// <summary>A newcomer finds a file by its namespace, and the floors of Core by its folders.</summary>
public sealed partial class FolderTests
{
    private const string CoreFolder = "NsmPS.Core";
    private const int MostFiles = 20;

    // Folders that are not called as their namespace begins.
    private static readonly Dictionary<string, string> s_roots = new()
    {
        ["src/NsmPS.Core"] = "NsmPS",
        ["src/NsmPS.Module"] = "NsmPS",
        ["src/Shared"] = "NsmPS",
        ["tests/Bench"] = "NsmPS.Bench",
        ["tests/E2E"] = "NsmPS.E2E",
        ["tests/lab"] = "NsmPS.Lab",
    };

    private static string Repository => Path.GetDirectoryName(Built.Sources)!;

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void Namespace_OfEveryFile_IsItsFolder(string top)
    {
        var files = Sources(Path.Combine(Repository, top));

        Assert.NotEmpty(files);
        Assert.Empty(files.Select(Fault).OfType<string>());
    }

    // What the compiler copies, such as constants, leaves no trace in an assembly.
    [Theory]
    [InlineData("Kubernetes", "NsmPS\\.(?!Kubernetes\\b)")]
    [InlineData("Nsm", "NsmPS\\.(?!(Kubernetes|Nsm)\\b)")]
    public void Floor_Usings_NameOnlyItselfAndTheFloorsBelow(string floor, string above)
    {
        var upwards = from file in Sources(Path.Combine(Built.Sources, CoreFolder, floor))
                      from line in File.ReadLines(file)
                      where Regex.IsMatch(line, $@"^using (static )?(\w+ = )?{above}")
                      select $"{Relative(file)}: {line}";

        Assert.Empty(upwards);
    }

    [Fact]
    public void Kubernetes_Sources_DoNotSpeakOfNsmOrSpire()
    {
        var spoken = from file in Sources(Path.Combine(Built.Sources, CoreFolder, "Kubernetes"))
                     from line in File.ReadLines(file)
                     where NamesOfNsm().IsMatch(line)
                     select $"{Relative(file)}: {line.Trim()}";

        Assert.Empty(spoken);
    }

    [Fact]
    public void Core_NoFolder_HasTooManyFiles()
    {
        var full = Sources(Path.Combine(Built.Sources, CoreFolder)).GroupBy(Path.GetDirectoryName).Where(folder => folder.Count() > MostFiles);

        Assert.Empty(full.Select(folder => $"{Relative(folder.Key!)}: {folder.Count()}"));
    }

    private static List<string> Sources(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Relative(file).Split('/').Any(part => part is "obj" or "bin")),
    ];

    private static string Relative(string path) => Path.GetRelativePath(Repository, path).Replace('\\', '/');

    private static string? Fault(string file)
    {
        string[] parts = Relative(file).Split('/');
        var project = $"{parts[0]}/{parts[1]}";
        var match = NamespaceLine().Match(File.ReadAllText(file));
        if (!match.Success)
        {
            // Only the first lines of a program have none.
            return parts[^1] == "Program.cs" ? null : $"{Relative(file)} has no namespace";
        }

        // Contracts is one namespace on purpose: users see its types, not its folders. The lab's programs lie one folder deeper.
        var skipped = project == "tests/lab" ? 3 : 2;
        var expected = project == "src/NsmPS.Contracts"
            ? "NsmPS"
            : string.Join('.', [s_roots.GetValueOrDefault(project, parts[1]), .. parts[skipped..^1]]);
        return match.Groups[1].Value == expected ? null : $"{Relative(file)} is in {match.Groups[1].Value}, not in {expected}";
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\bNSM\b|networkservicemesh|\bnsmgr\b|nsm-|\bspire|spiffe", RegexOptions.IgnoreCase)]
    private static partial Regex NamesOfNsm();
}
