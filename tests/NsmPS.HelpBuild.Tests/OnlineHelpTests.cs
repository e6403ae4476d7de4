using System.Xml.Linq;

namespace NsmPS.HelpBuild.Tests;

public sealed class OnlineHelpTests
{
    private const string Project = "https://git.example/team/nsmps";

    [Fact]
    public void Make_WithProjectUrl_FirstLinkOfEachCommandIsItsPage()
    {
        using var module = new ModuleCopy("--project-url", Project + "/");

        var links = XDocument.Load(module.Maml).Root!.Elements()
            .Select(command => command.Descendants().First(element => element.Name.LocalName == "navigationLink"))
            .Select(link => link.Elements().Single(element => element.Name.LocalName == "uri").Value);

        Assert.Equal(
            Directory.EnumerateFiles(Path.Combine(Checkout.Docs, "commands"), "*-*.md")
                .Select(page => $"{Project}/blob/main/docs/commands/{Path.GetFileName(page)}").Order(),
            links.Order());
    }

    [Fact]
    public async Task GetHelpOnline_WithProjectUrl_OpensThePage()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("PowerShell opens pages by xdg-open on Linux only.");
            return;
        }

        using var module = new ModuleCopy("--project-url", Project);

        var said = await PowerShellRun.RunAsync(module.Folder, "Get-Help Install-NsmMesh -Online", module.Browser());

        Assert.Equal($"opened {Project}/blob/main/docs/commands/Install-NsmMesh.md", said.Trim());
    }

    [Fact]
    public async Task GetHelpOnline_WithoutProjectUrl_SaysThatThereIsNoPage()
    {
        using var module = new ModuleCopy();

        var said = await PowerShellRun.RunAsync(
            module.Folder,
            "(Get-Help Install-NsmMesh).Synopsis; try { Get-Help Install-NsmMesh -Online -ErrorAction Stop } catch { "
                + "$_.FullyQualifiedErrorId; $_.Exception.Message }");

        Assert.Contains("Installs NSM", said, StringComparison.Ordinal);
        Assert.Contains("InvalidOperation,Microsoft.PowerShell.Commands.GetHelpCommand", said, StringComparison.Ordinal);
        Assert.Contains("The online version of this Help topic cannot be displayed because the Internet address (URI)", said,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("git.example/team/nsmps")]
    [InlineData("ftp://git.example/team/nsmps")]
    public void Parse_ProjectUrlThatIsNoWebAddress_IsRefused(string url) => Assert.Null(HelpOptions.Parse(
        ["--commands", "c", "--about", "a", "--output", "o", "--help-file", "NsmPS.dll-Help.xml", "--project-url", url]));
}
