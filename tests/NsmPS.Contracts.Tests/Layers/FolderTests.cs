using System.Text.RegularExpressions;

namespace NsmPS.Contracts.Tests.Layers;

/// <summary>A newcomer finds a file by its namespace, and the floors of Core by its folders.</summary>
public sealed partial class FolderTests
{
    private const string CoreFolder = "NsmPS.Core";
    private const int MostFiles = 20;
    private const int MostColumns = 140;
    private static readonly string[] s_folders = ["src", "tests", "module", "build", "examples"];
    private static readonly string[] s_written = [".cs", ".ps1", ".psd1", ".props", ".targets", ".csproj", ".sh", ".js", ".css", ".html"];

    // Each line is a step whose command is a row of the table that the script writes.
    private static readonly string[] s_tables = ["tests/NsmPS.Sandbox.Tests/compare-kubectl.sh"];

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
    public void Lines_OfEveryFile_FitInAWindow()
    {
        var wide = from file in s_folders.SelectMany(folder => Sources(Path.Combine(Repository, folder), s_written))
                   where !s_tables.Contains(Relative(file))
                   from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
                   where line.Text.Length > MostColumns
                   select $"{Relative(file)}:{line.Number} has {line.Text.Length} columns";

        Assert.Empty(wide);
    }

    [Fact]
    public void Sources_NoFolder_HasTooManyFiles()
    {
        var full = Sources(Built.Sources).GroupBy(Path.GetDirectoryName)
            .Where(folder => folder.Count() > MostFiles);

        Assert.Empty(full.Select(folder => $"{Relative(folder.Key!)}: {folder.Count()}"));
    }

    private static List<string> Sources(string folder) => Sources(folder, [".cs"]);

    private static List<string> Sources(string folder, string[] extensions) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => extensions.Contains(Path.GetExtension(file)))
            .Where(file => !Relative(file).Split('/').Any(part => part is "obj" or "bin" or "node_modules")),
    ];

    private static string Relative(string path) => Path.GetRelativePath(Repository, path).Replace('\\', '/');

    private static string? Fault(string file)
    {
        var parts = Relative(file).Split('/');
        var project = $"{parts[0]}/{parts[1]}";
        var match = NamespaceLine().Match(File.ReadAllText(file));
        if (!match.Success)
        {
            // Only the first lines of a program have none.
            return parts[^1] == "Program.cs" ? null : $"{Relative(file)} has no namespace";
        }

        // Users see the types of Contracts, and the commands' names at the end of every FullyQualifiedErrorId: each is one namespace
        // whatever the folder. The lab's programs lie one folder deeper.
        var skipped = project == "tests/lab" ? 3 : 2;
        var expected = project == "src/NsmPS.Contracts" ? "NsmPS"
            : project == "src/NsmPS.Module" && parts[2] == "Commands" ? "NsmPS.Commands"
            : string.Join('.', [s_roots.GetValueOrDefault(project, parts[1]), .. parts[skipped..^1]]);
        return match.Groups[1].Value == expected ? null : $"{Relative(file)} is in {match.Groups[1].Value}, not in {expected}";
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\bNSM\b|networkservicemesh|\bnsmgr\b|nsm-|\bspire|spiffe", RegexOptions.IgnoreCase)]
    private static partial Regex NamesOfNsm();
}
