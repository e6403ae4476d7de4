using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace NsmPS.Adapter.Hosting;

/// <summary>The program's streams and its place among processes.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "This class is the program's only door to the console.")]
internal static class ProcessDoor
{
    public static Stream Input() => Console.OpenStandardInput();

    public static Stream Output() => Console.OpenStandardOutput();

    public static void Say(string text) => Console.Out.WriteLine(text);

    public static void Complain(string text) => Console.Error.WriteLine(text);

    /// <summary>Leaves the terminal's session, so that its Ctrl+C and its end do not reach this process. Without effect on Windows, and where the process leads its group already.</summary>
    public static void LeaveSession()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetSession();
        }
    }

    [DllImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetSession();
}
