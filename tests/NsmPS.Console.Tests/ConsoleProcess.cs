using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace NsmPS.Console.Tests;

/// <summary>The program running with redirected streams; killed with all it started if a test leaves it behind.</summary>
internal sealed class ConsoleProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly CancellationTokenSource _deadline;

    private ConsoleProcess(Process process, CancellationToken cancellationToken)
    {
        _process = process;
        _deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _deadline.CancelAfter(s_limit);
    }

    public static ConsoleProcess Start(IEnumerable<string> arguments, CancellationToken cancellationToken, params (string Name, string? Value)[] environment)
    {
        ProcessStartInfo startInfo = ConsoleProgram.StartInfo("dotnet");
        startInfo.ArgumentList.Add(ConsoleProgram.Path);
        foreach (string argument in arguments)
        {
            startInfo.ArgumentList.Add(argument);
        }

        foreach ((string name, string? value) in environment)
        {
            startInfo.Environment[name] = value;
        }

        return new ConsoleProcess(Process.Start(startInfo)!, cancellationToken);
    }

    /// <summary>Runs to the end, with <paramref name="input"/> as the whole standard input.</summary>
    public static async Task<ConsoleRun> RunAsync(
        IEnumerable<string> arguments, CancellationToken cancellationToken, string input = "", params (string Name, string? Value)[] environment)
    {
        using ConsoleProcess process = Start(arguments, cancellationToken, environment);
        await process._process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process._process.StandardInput.Close();
        return await process.WaitForExitAsync();
    }

    public async Task WaitForOutputAsync(string text)
    {
        var buffer = new char[256];
        while (!_output.ToString().Contains(text, StringComparison.Ordinal))
        {
            int count = await _process.StandardOutput.ReadAsync(buffer, _deadline.Token);
            Assert.True(count > 0, $"The program ended without '{text}': {_output} {(count > 0 ? "" : await _process.StandardError.ReadToEndAsync(_deadline.Token))}");
            _output.Append(buffer, 0, count);
        }
    }

    public async Task SignalAsync(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(_deadline.Token);
    }

    public async Task<ConsoleRun> WaitForExitAsync()
    {
        Task<string> output = _process.StandardOutput.ReadToEndAsync(_deadline.Token);
        Task<string> error = _process.StandardError.ReadToEndAsync(_deadline.Token);
        await _process.WaitForExitAsync(_deadline.Token);
        return new ConsoleRun(_process.ExitCode, _output + await output, await error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _deadline.Dispose();
    }
}
