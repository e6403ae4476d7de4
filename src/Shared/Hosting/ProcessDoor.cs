using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace NsmPS.Hosting;

/// <summary>The program's streams and its place among processes.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "This class is the program's only door to the console.")]
internal static class ProcessDoor
{
    /// <summary>Ends when standard input does; who started the program holds its other end.</summary>
    /// <remarks>Reading the console's stream blocks a thread whatever token it gets, so it has a thread of its own.</remarks>
    public static Task WaitForEndOfInputAsync(CancellationToken cancellationToken) =>
        Task.Factory.StartNew(ReadToEnd, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public static Stream Output() => Console.OpenStandardOutput();

    public static void Say(string text) => Console.Out.WriteLine(text);

    public static void Complain(string text) => Console.Error.WriteLine(text);

    /// <summary>Leaves the terminal's session, so that its Ctrl+C and its end do not reach this process. Without effect on Windows, and
    /// where the process leads its group already.</summary>
    public static void LeaveSession()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = SetSession();
        }
    }

    private static void ReadToEnd()
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        try
        {
            while (input.Read(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A broken pipe is an end as well.
        }
    }

    [DllImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetSession();
}
