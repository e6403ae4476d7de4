namespace NsmPS.HelpBuild.Tests;

public sealed class PageErrorTests
{
    [Theory]
    [InlineData("external help file: NsmPS.dll-Help.xml", "external help file: Other.xml", "HELP002", 2)]
    [InlineData("schema: 2.0.0\n", "", "HELP002", 1)]
    [InlineData("# Get-Thing\n", "# Get-Things\n", "HELP001", 8)]
    [InlineData("## SYNOPSIS\n\nGets things.", "## SYNOPSIS", "HELP001", 10)]
    [InlineData("## NOTES\n\nA note.\n\n", "", "HELP001", 116)]
    [InlineData("## NOTES\n", "## REMARKS\n", "HELP001", 116)]
    [InlineData("Get-Thing -All [", "Get-Thing -All -Other [", "HELP004", 26)]
    [InlineData("[-Kind <ThingKind>]", "[-Kind <ThingKind>", "HELP004", 19)]
    [InlineData("[-Kind <ThingKind>]", "", "HELP004", 66)]
    [InlineData("Position: 0", "Position: Named", "HELP004", 19)]
    [InlineData("Parameter Sets: All", "Parameter Sets: Every", "HELP004", 26)]
    [InlineData("```powershell\nGet-Thing -All |\n    Where-Object { $_.Size -gt 1 }\n```\n\n", "", "HELP005", 39)]
    [InlineData("### Example 1:", "### Example 2:", "HELP005", 39)]
    [InlineData("The kind.\n\n", "", "HELP003", 66)]
    [InlineData("```yaml\nType: ThingKind\n", "```text\nType: ThingKind\n", "HELP003", 70)]
    [InlineData("Required: False\nPosition: 0\n", "Position: 0\n", "HELP003", 88)]
    [InlineData("Required: True", "Required: Perhaps", "HELP003", 59)]
    [InlineData("Position: 0\n", "Place: 0\n", "HELP003", 88)]
    [InlineData("Position: 0\n", "Position 0\n", "HELP002", 94)]
    [InlineData("Gets all.\n", "Gets <b>all</b>.\n", "HELP006", 52)]
    [InlineData("- small ones\n- large ones\n", "| a |\n|---|\n| b |\n", "HELP006", 34)]
    [InlineData("[about_Things](../about/about_Things.md)", "[about_Things](about_Things.md)", "HELP007", 122)]
    public void Make_MalformedCommandPage_TellsTheLine(string sound, string malformed, string id, int line)
    {
        Assert.Contains(sound, HelpFolder.Command, StringComparison.Ordinal);
        using var folder = new HelpFolder(HelpFolder.Command.Replace(sound, malformed, StringComparison.Ordinal));

        var error = Assert.Single(folder.Make());

        Assert.StartsWith($"{folder.CommandPath}({line}): error {id}: ", error.ToString(), StringComparison.Ordinal);
        Assert.False(folder.HasOutput());
    }

    [Theory]
    [InlineData("## SEE ALSO", "## OTHERS", "HELP001", 19)]
    [InlineData("Get-Thing -Kind Small", "Get-Thing -Kind Small # 3456789 123456789 123456789 123456789 123456789 123456789",
        "HELP008", 16)]
    public void Make_MalformedTopicPage_TellsTheLine(string sound, string malformed, string id, int line)
    {
        using var folder = new HelpFolder(topic: HelpFolder.Topic.Replace(sound, malformed, StringComparison.Ordinal));

        var error = Assert.Single(folder.Make());

        Assert.StartsWith($"{folder.TopicPath}({line}): error {id}: ", error.ToString(), StringComparison.Ordinal);
        Assert.False(folder.HasOutput());
    }
}
