using System.Diagnostics;

namespace NsmPS.Core.Tests.Topology;

/// <summary>A real browser, where there is one.</summary>
internal static class Chromium
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    /// <summary>What the browser makes of a page; the test is skipped where there is no browser.</summary>
    /// <param name="folder">The folder with the page; the browser keeps its own files there.</param>
    /// <param name="name">The file of the page.</param>
    /// <param name="fragment">What follows in its address.</param>
    public static async Task<string> ShowAsync(string folder, string name, string fragment = "")
    {
        var browser = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(place => Path.Combine(place, "chromium")).FirstOrDefault(File.Exists);
        if (browser is null)
        {
            Assert.Skip("There is no chromium on this machine; the page's structure is tested without it.");
        }

        var start = new ProcessStartInfo(browser) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={folder}/profile",
            "--dump-dom", new Uri(Path.Combine(folder, name)).AbsoluteUri + fragment])
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
