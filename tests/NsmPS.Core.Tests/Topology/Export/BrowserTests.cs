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
        var browser = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);
        if (browser is null)
        {
            Assert.Skip("There is no chromium on this machine; the page's structure is tested without it.");
        }

        var page = Path.Combine(_folder.Path, "topology.html");
        await File.WriteAllTextAsync(page, TopologyWriter.Write(Drawn.HostileTopology(), NsmTopologyFormat.Html), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo(browser) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={_folder.Path}/profile", "--dump-dom", new Uri(page).AbsoluteUri])
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

            // The browser has read the page and writes what it made of it.
            Assert.Contains("<path class=\"wire", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", shown, StringComparison.Ordinal);
            Assert.Contains("&lt;script&gt;", shown, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
