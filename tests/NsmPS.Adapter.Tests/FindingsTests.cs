using System.Reflection;
using System.Text.RegularExpressions;

namespace NsmPS.Adapter.Tests;

/// <summary>The table of findings names tests that exist.</summary>
public sealed partial class FindingsTests
{
    private const int Findings = 24;

    [Fact]
    public void Table_EveryFinding_NamesATestThatExists()
    {
        var file = typeof(FindingsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Findings").Value!;
        var rows = File.ReadAllLines(file).Select(line => Row().Match(line)).Where(match => match.Success).ToList();

        Assert.Equal(Enumerable.Range(1, Findings).Select(number => $"B{number}"), rows.Select(row => row.Groups["id"].Value));
        var tests = typeof(FindingsTests).Assembly.GetTypes()
            .SelectMany(type =>
                type.GetMethods().Where(method => method.GetCustomAttributes().Any(attribute => attribute is FactAttribute)),
                (type, method) => $"{type.Name}.{method.Name}").ToHashSet();
        Assert.All(rows, row => Assert.Contains(row.Groups["test"].Value, tests));
    }

    [GeneratedRegex(@"^\| (?<id>B\d+) \| [^|]+ \| `(?<test>\w+\.\w+)` \|$")]
    private static partial Regex Row();
}
