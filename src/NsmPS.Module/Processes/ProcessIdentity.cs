using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace NsmPS.Processes;

/// <summary>Tells a process from a later one that got the same id.</summary>
internal static class ProcessIdentity
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    // Counted behind the name, which may hold blanks.
    private const int StartTimeField = 19;

    /// <summary>What stays the same for this process and is different for every other; null
    /// when there is no such process or it may not be seen.</summary>
    public static string? Of(int processId)
    {
        try
        {
            return OperatingSystem.IsLinux() ? OfLinux(processId) : OfOthers(processId);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException
            or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    // The start time that .NET computes moves with the clock; the kernel's own count does not. A zombie no longer runs.
    private static string? OfLinux(int processId)
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : $"{File.ReadAllText(BootIdFile).Trim()}/{fields[StartTimeField]}";
    }

    private static string? OfOthers(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.HasExited ? null : process.StartTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
    }
}
