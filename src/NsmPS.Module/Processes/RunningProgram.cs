using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace NsmPS.Processes;

/// <summary>A program that this process has started. Unless it is detached it holds the only writing end of the program's input: when this
/// process ends, however that happens, the program reads the end of its input and stops.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process _process;
    private readonly ChildLines _errors;
    private readonly Task _reading;

    private RunningProgram(Process process)
    {
        _process = process;
        _errors = new ChildLines(process.StandardError);
        _reading = Task.WhenAll(_errors.ReadAsync(), new ChildLines(process.StandardOutput).ReadAsync());
    }

    public int ProcessId => _process.Id;

    /// <summary>The first lines that it wrote to standard error.</summary>
    public IReadOnlyList<string> Errors => _errors.First;

    /// <exception cref="NsmException">ProgramMissing, DotnetMissing or ProgramStartFailed.</exception>
    public static RunningProgram Start(ProgramStart program, string readyFile, ProcessEnvironment environment)
    {
        if (!File.Exists(program.Assembly))
        {
            throw new NsmException(NsmErrors.ProgramMissing,
                $"{program.Name} is not in the module's folder: '{program.Assembly}' does not exist.", program.Assembly);
        }

        string[] own = ["--log-file", program.LogFile, "--ready-file", readyFile, "--background", .. program.Detached
            ? []
            : (string[])["--end-with-input"]];
        var start = new ProcessStartInfo(DotnetHost.Find(environment), [program.Assembly, .. program.Arguments, .. own])
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Not the shell's current folder, which could then not be removed.
            WorkingDirectory = Path.GetDirectoryName(program.Assembly)!,
        };
        foreach (var (name, value) in program.Variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            return new RunningProgram(Process.Start(start)!);
        }
        catch (Win32Exception failure)
        {
            throw new NsmException(NsmErrors.ProgramStartFailed, $"{program.Name} cannot be started: {failure.Message}",
                start.FileName, failure);
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _reading.WaitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Lets it end by itself: it reads the end of its input.</summary>
    public void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended, and its end of the pipe is gone.
        }
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        CloseInput();
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>In words, how it ended.</summary>
    public string DescribeEnd(int exitCode, string logFile)
    {
        var lines = Errors.Count > 0 ? Errors : LogFiles.Tail(logFile, 5);
        var code = string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}");
        return lines.Count == 0 ? code : $"{code}: {string.Join(Environment.NewLine, lines)}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CloseInput();
        _process.Dispose();
    }
}
