using NsmPS.Topology.Export;

namespace NsmPS.Core.Tests.Topology.Export;

/// <summary>The page in a real browser, where there is one.</summary>
public sealed class BrowserTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Page_InChromium_IsDrawnAndRunsNothing()
    {
        var shown = await ShowAsync(TopologyWriter.Write(Drawn.HostileTopology(), NsmTopologyFormat.Html));

        // The browser has read the page and writes what it made of it.
        Assert.Contains("<path class=\"wire", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", shown, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfManyWiresInChromium_ShowsWhatIsLookedFor()
    {
        var shown = await ShowAsync(TopologyWriter.Write(Drawn.Large(200, 25), NsmTopologyFormat.Html), "#node-17-c3%20UP");

        Assert.Contains("<span id=\"found\">1 of 5000 wires</span>", shown, StringComparison.Ordinal);
        Assert.Contains("<tr><td>node-17-c3</td>", shown, StringComparison.Ordinal);
        Assert.Contains("<tr hidden=\"\"><td>node-17-c4</td>", shown, StringComparison.Ordinal);
    }

    private async Task<string> ShowAsync(string content, string fragment = "")
    {
        const string Name = "topology.html";
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, Name), content, TestContext.Current.CancellationToken);
        return await Chromium.ShowAsync(_folder.Path, Name, fragment);
    }
}
