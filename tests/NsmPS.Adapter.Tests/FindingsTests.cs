using System.Reflection;
using System.Text.RegularExpressions;

namespace NsmPS.Adapter.Tests;

/// <summary>The table of findings names tests that exist.</summary>
public sealed partial class FindingsTests
{
    private const string Today = "MESHERY.md";

    [Fact]
    public void Table_EveryFinding_NamesATestThatExists() =>
        Check(FileOfFindings(), [.. Enumerable.Range(1, 24).Select(number => $"B{number}")]);

    [Fact]
    public void TableOfToday_EveryRow_NamesATestThatExists() => Check(
        Path.Combine(Path.GetDirectoryName(FileOfFindings())!, Today),
        [.. Enumerable.Range(1, 12).Select(number => $"M{number}"), .. Enumerable.Range(1, 14).Select(number => $"D{number}")]);

    private static void Check(string file, IReadOnlyList<string> ids)
    {
        var rows = File.ReadAllLines(file).Select(line => Row().Match(line)).Where(match => match.Success).ToList();

        Assert.Equal(ids, rows.Select(row => row.Groups["id"].Value));
        var tests = typeof(FindingsTests).Assembly.GetTypes()
            .SelectMany(type =>
                type.GetMethods().Where(method => method.GetCustomAttributes().Any(attribute => attribute is FactAttribute)),
                (type, method) => $"{type.Name}.{method.Name}").ToHashSet();
        Assert.All(rows.Where(row => row.Groups["test"].Success), row => Assert.Contains(row.Groups["test"].Value, tests));
    }

    private static string FileOfFindings() => typeof(FindingsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Findings").Value!;

    [GeneratedRegex(@"^\| (?<id>[BMD]\d+) \| [^|]+ \| ([^|]+ \| )?(`(?<test>\w+\.\w+)`|none) \|$")]
    private static partial Regex Row();
}
