using System.Diagnostics;
using System.Text;

namespace NsmPS.Cluster.Credentials;

/// <summary>Runs a program to its end, and ends it together with its children when that is cancelled.</summary>
internal static class ChildProcess
{
    // What the program leaves running may hold its output open for ever.
    private static readonly TimeSpan s_outputGrace = TimeSpan.FromSeconds(15);

    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static async Task<ChildResult> RunAsync(ProcessStartInfo start, TimeProvider time, CancellationToken cancellationToken)
    {
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        start.StandardErrorEncoding = Encoding.UTF8;
        using var process = new Process { StartInfo = start };
        process.Start();
        process.StandardInput.Close();
        var output = new ChildOutput(process.StandardOutput);
        var error = new ChildOutput(process.StandardError);
        Task read = Task.WhenAll(output.ReadAsync(), error.ReadAsync());
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        try
        {
            await read.WaitAsync(s_outputGrace, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What came so far is what the program itself printed.
        }

        return new ChildResult(process.ExitCode, output.Text, error.Text);
    }
}
