using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NsmPS.Processes;

/// <summary>Asks processes to end, or ends them.</summary>
internal static class ProcessSignals
{
    private const int Terminate = 15;
    private const int NoSuchProcess = 3;

    /// <summary>Asks a process to end by itself; false where the system has no way to ask.</summary>
    /// <exception cref="NsmException">ProcessNotStopped.</exception>
    public static bool TryAsk(int processId)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        return Kill(processId, Terminate) == 0 || Marshal.GetLastPInvokeError() == NoSuchProcess
            ? true
            : throw Refused(processId, new Win32Exception(Marshal.GetLastPInvokeError()));
    }

    /// <summary>Ends a process, and only it, at once.</summary>
    /// <exception cref="NsmException">ProcessNotStopped.</exception>
    public static void End(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
        catch (Win32Exception failure)
        {
            throw Refused(processId, failure);
        }
    }

    private static NsmException Refused(int processId, Win32Exception failure) =>
        new(NsmErrors.ProcessNotStopped, $"The process {processId} cannot be ended: {failure.Message}.", $"{processId}", failure);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
