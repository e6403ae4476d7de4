using System.Diagnostics;
using System.Text.Json;

namespace NsmPS.Bench;

/// <summary>
/// A session of pwsh, the .NET tool that comes with the clone. It runs scripts one after the other and takes the time of each itself.
/// </summary>
internal sealed class PwshSession : IDisposable
{
    private readonly Process _process;

    public PwshSession()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "session.ps1");
        _process = Process.Start(new ProcessStartInfo("dotnet", ["pwsh", "-NoProfile", "-NonInteractive", "-File", script])
        {
            WorkingDirectory = Built.Repository,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>Runs a script with arguments in <c>$args</c> and gives the time it took; an error ends the benchmark.</summary>
    public TimeSpan Run(string script, params string[] arguments)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(new { script, arguments }));
        var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("pwsh ended; `dotnet tool restore` brings it");
        using var answer = JsonDocument.Parse(line);
        return answer.RootElement.GetProperty("problem").GetString() is { } problem
            ? throw new InvalidOperationException($"{script}: {problem}")
            : TimeSpan.FromMilliseconds(answer.RootElement.GetProperty("milliseconds").GetDouble());
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
