using System.Diagnostics;

namespace NsmPS.E2E.World;

/// <summary>
/// Runs scripts in pwsh, the .NET tool that comes with the clone. <c>dotnet pwsh</c> starts it as the child of a child, where a
/// signal does not reach it. So the tool is asked once where its program is, and from then on that program is started directly.
/// </summary>
internal static class Pwsh
{
    private static Task<string>? s_program;

    /// <summary>
    /// Runs a script in a process of its own, with arguments in <c>$args</c>, and gives the lines it printed. Any error fails. Warnings
    /// are left out: one that something takes long comes or not as the machine pleases.
    /// </summary>
    public static async Task<IReadOnlyList<string>> StoryAsync(string story, params string[] arguments)
    {
        var script = Path.Combine(Path.GetTempPath(), $"nsmps-story-{Guid.NewGuid():N}.ps1");
        await File.WriteAllTextAsync(script, Prepared($"$WarningPreference = 'SilentlyContinue'\n{story}"),
            TestContext.Current.CancellationToken);
        try
        {
            var result = await Tool.TryAsync("dotnet", [await ProgramAsync(), .. Options, "-File", script, .. arguments]);
            Assert.True(result.ExitCode == 0, result.Output + result.Errors);
            return result.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(script);
        }
    }

    /// <summary>
    /// Starts a command in a process of its own. It ends with exit code 1 after an error, and also when it is interrupted; but only an
    /// error prints something.
    /// </summary>
    public static async Task<Process> StartAsync(string command) =>
        Tool.Start("dotnet", [await ProgramAsync(), .. Options, "-Command", Prepared(command)]);

    private static string[] Options => ["-NoProfile", "-NonInteractive"];

    /// <summary>The first error ends the process.</summary>
    private static string Prepared(string script) =>
        $"""
        $ErrorActionPreference = 'Stop'
        $ConfirmPreference = 'None'
        $PSStyle.OutputRendering = 'PlainText'
        Import-Module -Name '{Built.Manifest.Replace("'", "''", StringComparison.Ordinal)}'
        {script}
        """;

    private static Task<string> ProgramAsync() => s_program ??= FindAsync();

    private static async Task<string> FindAsync()
    {
        var home = await Tool.RunAsync("dotnet", ["pwsh", .. Options, "-Command", "$PSHOME"]);
        return Path.Combine(home.Trim(), "pwsh.dll");
    }
}
