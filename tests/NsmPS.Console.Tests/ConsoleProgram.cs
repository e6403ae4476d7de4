using System.Diagnostics;
using System.Reflection;

namespace NsmPS.Console.Tests;

/// <summary>The built program and the test module that it is pointed at.</summary>
internal static class ConsoleProgram
{
    public static string Path { get; } = Metadata("ConsolePath");

    public static string BuildScript { get; } = System.IO.Path.GetFullPath(Metadata("BuildScript"));

    public static string Examples { get; } = System.IO.Path.GetFullPath(Metadata("Examples"));

    public static string ModulePath => Asset("Module");

    public static string Script(string name) => Asset(System.IO.Path.Combine("Scripts", name));

    public static ProcessStartInfo StartInfo(string fileName)
    {
        var startInfo = new ProcessStartInfo(fileName)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        startInfo.Environment["NSMPS_MODULE_PATH"] = ModulePath;
        startInfo.Environment.Remove("COLUMNS");
        startInfo.Environment.Remove("NO_COLOR");
        return startInfo;
    }

    private static string Metadata(string key) =>
        typeof(ConsoleProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    private static string Asset(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Assets", name);
}
