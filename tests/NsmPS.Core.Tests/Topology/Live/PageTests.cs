using System.Text;
using NsmPS.Core.Tests.Topology.Export;
using NsmPS.Topology.Live;

namespace NsmPS.Core.Tests.Topology.Live;

/// <summary>The page of a live topology with many nodes, in a real browser that is told one moment.</summary>
public sealed class PageTests : IDisposable
{
    private const int Nodes = 200;
    private const int MostRows = 500;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Page_ManyNodes_HasACardForEachAndTheWorstWires()
    {
        var shown = await ShowAsync("");

        Assert.Equal(Nodes, Count(shown, "<button class=\"node"));
        Assert.Contains("5000 clients, 20 endpoints, 5000 wires, 50 of them wrong", shown, StringComparison.Ordinal);
        Assert.Equal(MostRows, Count(shown, "<td class=\"state "));
        Assert.Equal(50, Count(shown, "<td class=\"state Dead\""));
        Assert.Contains("4500 more wires: use the filter.", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SomethingInTheAddress_IsLookedFor()
    {
        var shown = await ShowAsync("#node-17-c3");

        Assert.Equal(1, Count(shown, "<td class=\"state "));
        Assert.Contains("node-17-c3 nsm0</td>", shown, StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private async Task<string> ShowAsync(string fragment)
    {
        var moment = Encoding.UTF8.GetString(
            TopologyJson.Write(new TopologyMoment(1, Drawn.Large(Nodes, 25), "", [], Task.CompletedTask)));
        var server = "class EventSource { constructor() { queueMicrotask(() => this.onmessage({ data: JSON.stringify("
            + moment + ") })); } }\n";
        foreach (var (name, file) in PageFile.Files)
        {
            var text = Encoding.UTF8.GetString(file.Content);
            await File.WriteAllTextAsync(Path.Combine(_folder.Path, name.Length == 0 ? "page.html" : name),
                name == "page.js" ? server + text : text, TestContext.Current.CancellationToken);
        }

        return await Chromium.ShowAsync(_folder.Path, "page.html", fragment);
    }
}
