using System.Xml.Linq;

namespace NsmPS.HelpBuild.Tests;

public sealed class OnlineHelpTests
{
    private const string Uri = "https://git.example/team/nsmps";

    [Fact]
    public void Make_WithProjectUrl_FirstLinkOfEachCommandIsItsPage()
    {
        var output = Directory.CreateTempSubdirectory("nsmps-help-");
        try
        {
            var options = HelpOptions.Parse([
                "--commands", Path.Combine(Checkout.Docs, "commands"), "--about", Path.Combine(Checkout.Docs, "about"),
                "--output", output.FullName, "--help-file", "NsmPS.dll-Help.xml", "--project-url", Uri + "/"]);

            Assert.Empty(HelpFiles.Make(options!));

            var links = XDocument.Load(Path.Combine(output.FullName, "NsmPS.dll-Help.xml")).Root!.Elements()
                .Select(command => command.Descendants().First(element => element.Name.LocalName == "navigationLink"))
                .Select(link => link.Elements().Single(element => element.Name.LocalName == "uri").Value);
            Assert.Equal(
                Directory.EnumerateFiles(Path.Combine(Checkout.Docs, "commands"), "*-*.md").Select(page => $"{Uri}/blob/main/docs/commands/{Path.GetFileName(page)}").Order(),
                links.Order());
        }
        finally
        {
            output.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("git.example/team/nsmps")]
    [InlineData("ftp://git.example/team/nsmps")]
    public void Parse_ProjectUrlThatIsNoWebAddress_IsRefused(string url) => Assert.Null(HelpOptions.Parse(
        ["--commands", "c", "--about", "a", "--output", "o", "--help-file", "NsmPS.dll-Help.xml", "--project-url", url]));

    [Fact]
    public async Task GetHelpOnline_WithoutProjectUrl_SaysThatThereIsNoPage()
    {
        var said = await PowerShellRun.RunAsync(
            Checkout.Module,
            "try { Get-Help Install-NsmMesh -Online -ErrorAction Stop } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }");

        Assert.Contains("InvalidOperation,Microsoft.PowerShell.Commands.GetHelpCommand", said, StringComparison.Ordinal);
        Assert.Contains("The online version of this Help topic cannot be displayed because the Internet address (URI)", said, StringComparison.Ordinal);
    }
}
