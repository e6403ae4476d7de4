using System.Diagnostics;
using System.Text;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>Runs a program to its end, and ends it together with its children when that is cancelled.</summary>
internal static class ChildProcess
{
    // What the program leaves running may hold its output open forever. What it printed
    // itself is there when it ends, and only has to be read.
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    /// <param name="start">The program.</param>
    /// <param name="screen">Sees what it prints as errors; null for nobody.</param>
    /// <param name="givesInput">Whether it may read this process's own input; else its input is empty.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static async Task<ChildResult> RunAsync(
        ProcessStartInfo start, ILoginScreen? screen, bool givesInput, TimeProvider time, CancellationToken cancellationToken)
    {
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        start.RedirectStandardInput = !givesInput;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        start.StandardErrorEncoding = Encoding.UTF8;
        using var process = new Process { StartInfo = start };
        process.Start();
        if (!givesInput)
        {
            process.StandardInput.Close();
        }

        var output = new ChildOutput(process.StandardOutput);
        var error = new ChildOutput(process.StandardError, screen is null ? null : new ChildLines(screen, time));
        var read = Task.WhenAll(output.ReadAsync(), error.ReadAsync());
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        await ReadRestAsync(read, output, error, time, cancellationToken);
        return new ChildResult(process.ExitCode, output.Text, error.Text);
    }

    /// <summary>Until the end of what was printed, or until nothing more comes. While nothing has
    /// come at all it is waited longer: the machine may be busy.</summary>
    private static async Task ReadRestAsync(Task read, ChildOutput output, ChildOutput error, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var before = output.Length + error.Length;
        for (var waited = TimeSpan.Zero; waited < s_longest; waited += s_silence)
        {
            try
            {
                await read.WaitAsync(s_silence, time, cancellationToken);
                return;
            }
            catch (TimeoutException)
            {
                var now = output.Length + error.Length;
                if (now > 0 && now == before)
                {
                    return;
                }

                before = now;
            }
        }
    }
}
