namespace NsmPS.Console.Tests;

/// <summary>build.ps1 in the bare engine, with a dotnet in front of the real one that only says what it was asked to do.</summary>
public sealed class BuildScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nsmps-build-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Task_DotNetFails_EndsWithItsExitCode()
    {
        ConsoleRun run = await RunAsync("Format", dotnetExitCode: 2);

        string solution = Path.Combine(Path.GetDirectoryName(ConsoleProgram.BuildScript)!, "NsmPS.sln");
        Assert.Equal([$"dotnet format {solution} --verify-no-changes"], run.Lines);
        Assert.Equal("", run.Error);
        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public async Task Task_Unknown_FailsAndListsTheTasks()
    {
        ConsoleRun run = await RunAsync("Deploy", dotnetExitCode: 0);

        Assert.Contains("Build,Test,Format", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
        Assert.Equal(1, run.ExitCode);
    }

    private async Task<ConsoleRun> RunAsync(string task, int dotnetExitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for dotnet is a shell script.");
        string dotnet = Path.Combine(_folder, "dotnet");
        await File.WriteAllTextAsync(dotnet, $"#!/bin/sh\necho dotnet \"$@\"\nexit {dotnetExitCode}\n", Token);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return await ConsoleProcess.RunAsync(
            ["-NonInteractive", "-File", ConsoleProgram.BuildScript, "-Task", task],
            Token,
            environment: ("PATH", $"{_folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}"));
    }
}
