using System.Reflection;
using System.Text.RegularExpressions;
using NsmPS.Checks;

namespace NsmPS.Core.Tests.Checks;

/// <summary>The table of what goes wrong with NSM names checks and faults that exist.</summary>
public sealed partial class KnownTroublesTests
{
    [Fact]
    public async Task Table_EveryRow_NamesChecksAndFaultsThatExist()
    {
        var tests = typeof(KnownTroublesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Tests").Value!;
        var rows = (await File.ReadAllLinesAsync(Path.Combine(tests, "NsmPS.Core.Tests", "Checks", "README.md"), TestContext.Current.CancellationToken)).Select(line => Row().Match(line)).Where(match => match.Success).ToList();
        var ofV1 = await File.ReadAllTextAsync(Path.Combine(tests, "NsmPS.Sandbox.Tests", "Checks", "V1Faults.cs"), TestContext.Current.CancellationToken);
        var checks = CheckList.Choose([], ping: true).Select(check => check.Id).ToHashSet();

        Assert.Equal(27, rows.Count);
        Assert.All(rows.SelectMany(row => Name().Matches(row.Groups["checks"].Value)), name => Assert.Contains(name.Groups[1].Value, checks));
        Assert.All(rows.SelectMany(row => Fault().Matches(row.Groups["faults"].Value)).Select(fault => fault.Groups[1].Value),
            fault => Assert.True(CheckFaults.All.ContainsKey(fault) || ofV1.Contains($"[\"{fault}\"] = new(", StringComparison.Ordinal), fault));
    }

    [GeneratedRegex(@"^\| [AB]\d+ \| [^|]+ \| (?<checks>[^|]+) \| (?<faults>[^|]+) \|$")]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Fault();
}
