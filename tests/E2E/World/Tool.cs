using System.Diagnostics;

namespace NsmPS.E2E.World;

/// <summary>What a program printed and how it ended.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors);

/// <summary>Runs programs: kubectl, which looks at the cluster from outside, the scripts of lab and cluster, and pwsh.</summary>
internal static class Tool
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    public static Task<string> KubectlAsync(params string[] arguments) => RunAsync("kubectl", arguments);

    public static Task<string> LabAsync(params string[] arguments) => RunAsync(Settings.LabScript, arguments);

    public static Task<string> ClusterAsync(params string[] arguments) => RunAsync(Settings.ClusterScript, arguments);

    /// <summary>Feeds a manifest to kubectl.</summary>
    public static async Task ApplyAsync(string yaml) => Require("kubectl apply", await TryAsync("kubectl", ["apply", "-f", "-"], yaml));

    /// <summary>Runs a program that must succeed and gives what it printed.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments) =>
        Require($"{program} {string.Join(' ', arguments)}", await TryAsync(program, arguments)).Output;

    /// <summary>Runs a program to its end, or ends it after five minutes.</summary>
    public static async Task<ToolResult> TryAsync(string program, IReadOnlyList<string> arguments, string input = "")
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        using var process = Start(program, arguments);
        await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ToolResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Starts a program in the folder of the repository, where dotnet finds the tools that come with it.</summary>
    public static Process Start(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Built.Repository,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Until an object is there, or gone, at most a minute.</summary>
    public static async Task UntilAsync(string name, bool gone = false)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromMinutes(1))
        {
            var result = await TryAsync("kubectl", ["get", name, "-n", "nsm-system", "-o", "name"]);
            if (result.ExitCode == 0 != gone)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
        }

        Assert.Fail($"{name} did not {(gone ? "go" : "come")} within a minute");
    }

    private static ToolResult Require(string what, ToolResult result) =>
        result.ExitCode == 0
            ? result
            : throw new InvalidOperationException($"{what} ended with {result.ExitCode}: {result.Errors}{result.Output}");
}
