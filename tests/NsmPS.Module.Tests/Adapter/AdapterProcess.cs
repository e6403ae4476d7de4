using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace NsmPS.Module.Tests.Adapter;

/// <summary>What tests do to processes.</summary>
internal static class AdapterProcess
{
    /// <summary>Whether a process runs; one that has ended and is only not yet collected does not.</summary>
    public static bool Runs(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited && !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    public static async Task SignalAsync(int processId, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public static void KillIfLeft(int? processId)
    {
        if (processId is not { } id || !Runs(id))
        {
            return;
        }

        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has just ended.
        }
    }
}
