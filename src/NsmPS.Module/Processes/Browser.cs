using System.ComponentModel;
using System.Diagnostics;

namespace NsmPS.Processes;

/// <summary>Opens a page of this module in the user's browser.</summary>
internal static class Browser
{
    // Without a screen, Linux would open a browser for text in the terminal of the shell.
    private static readonly string[] s_screens = ["DISPLAY", "WAYLAND_DISPLAY"];

    /// <summary>Opens a page; false where there is no browser to open it.</summary>
    public static bool Open(Uri address, ProcessEnvironment environment)
    {
        if (OperatingSystem.IsLinux() && s_screens.All(name => string.IsNullOrEmpty(environment.Variable(name))))
        {
            return false;
        }

        try
        {
            using var browser = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
