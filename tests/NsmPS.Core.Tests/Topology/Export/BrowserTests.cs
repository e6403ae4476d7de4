using System.Diagnostics;
using NsmPS.Topology.Export;

namespace NsmPS.Core.Tests.Topology.Export;

/// <summary>The page in a real browser, where there is one.</summary>
public sealed class BrowserTests : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

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

    /// <summary>What a browser makes of a page.</summary>
    private async Task<string> ShowAsync(string content, string fragment = "")
    {
        var browser = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);
        if (browser is null)
        {
            Assert.Skip("There is no chromium on this machine; the page's structure is tested without it.");
        }

        var page = Path.Combine(_folder.Path, "topology.html");
        await File.WriteAllTextAsync(page, content, TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo(browser) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={_folder.Path}/profile",
            "--dump-dom", new Uri(page).AbsoluteUri + fragment])
        {
            start.ArgumentList.Add(argument);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_longest);
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var shown = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await errors;
            await process.WaitForExitAsync(limit.Token);
            return shown;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
