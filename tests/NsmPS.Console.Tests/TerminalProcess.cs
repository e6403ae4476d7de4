using System.Diagnostics;
using System.Text;

namespace NsmPS.Console.Tests;

/// <summary>The program on a terminal of 100 by 30, which the script command of util-linux provides.</summary>
internal sealed class TerminalProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _screen = new();
    private readonly CancellationTokenSource _deadline;
    private int _seen;

    private TerminalProcess(Process process, CancellationToken cancellationToken)
    {
        _process = process;
        _deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _deadline.CancelAfter(s_limit);
    }

    /// <summary>Everything written to the terminal so far, escape sequences included.</summary>
    public string Screen => _screen.ToString();

    public static TerminalProcess Start(IEnumerable<string> arguments, CancellationToken cancellationToken, params (string Name, string? Value)[] environment)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "Needs the script command of util-linux for a terminal.");
        string command = "stty cols 100 rows 30; exec dotnet " + string.Join(' ', arguments.Prepend(ConsoleProgram.Path).Select(Quoted));
        ProcessStartInfo startInfo = ConsoleProgram.StartInfo("/usr/bin/script");
        foreach (string argument in new[] { "--quiet", "--flush", "--return", "--command", command, "/dev/null" })
        {
            startInfo.ArgumentList.Add(argument);
        }

        startInfo.Environment["TERM"] = "xterm-256color";
        foreach ((string name, string? value) in environment)
        {
            startInfo.Environment[name] = value;
        }

        return new TerminalProcess(Process.Start(startInfo)!, cancellationToken);
    }

    /// <summary>Waits until the text appears behind what was waited for before.</summary>
    public async Task WaitForAsync(string text)
    {
        var buffer = new char[1024];
        int found;
        while ((found = Screen.IndexOf(text, _seen, StringComparison.Ordinal)) < 0)
        {
            int count = await _process.StandardOutput.ReadAsync(buffer, _deadline.Token);
            Assert.True(count > 0, $"The program ended without '{text}': {Screen}");
            _screen.Append(buffer, 0, count);
        }

        _seen = found + text.Length;
    }

    public async Task TypeAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys.AsMemory(), _deadline.Token);
        await _process.StandardInput.FlushAsync(_deadline.Token);
    }

    /// <summary>The exit code, once the program has ended.</summary>
    public async Task<int> WaitForExitAsync()
    {
        _screen.Append(await _process.StandardOutput.ReadToEndAsync(_deadline.Token));
        await _process.WaitForExitAsync(_deadline.Token);
        return _process.ExitCode;
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

    private static string Quoted(string argument) => $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
