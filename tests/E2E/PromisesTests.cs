using System.Text.RegularExpressions;
using NsmPS.E2E.World;

namespace NsmPS.E2E;

/// <summary>The table of promises names tests that exist.</summary>
public sealed partial class PromisesTests
{
    private const int Promises = 10;

    [Fact]
    public async Task Table_EveryPromise_NamesTestsThatExist()
    {
        var rows = (await File.ReadAllLinesAsync(Path.Combine(Settings.Tests, "E2E", "README.md"), TestContext.Current.CancellationToken)).Select(line => Row().Match(line)).Where(match => match.Success).ToList();

        Assert.Equal(Enumerable.Range(1, Promises).Select(number => $"{number}"), rows.Select(row => row.Groups["id"].Value));
        foreach (var test in rows.SelectMany(row => Test().Matches(row.Value)))
        {
            var file = Path.Combine(Settings.Tests, "E2E", $"{test.Groups["class"].Value}.cs");
            Assert.Contains($" {test.Groups["method"].Value}(", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"^\| (?<id>\d+) \|(?: [^|]+ \|){4}$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<method>\w+)`")]
    private static partial Regex Test();
}
