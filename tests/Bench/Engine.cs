using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace NsmPS.Bench;

/// <summary>The real PowerShell engine, as at a prompt with the module loaded.</summary>
internal sealed class Engine : IDisposable
{
    private readonly Runspace _runspace;

    public Engine(bool afterEmptyModule)
    {
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.Open();
        if (afterEmptyModule)
        {
            var empty = Path.Combine(Directory.CreateTempSubdirectory("nsmps-").FullName, "Empty.psd1");
            File.WriteAllText(empty, "@{ ModuleVersion = '1.0'; FunctionsToExport = @(); CmdletsToExport = @() }");
            Run("Import-Module -Name $args[0] -ErrorAction Stop", empty);
            Directory.Delete(Path.GetDirectoryName(empty)!, recursive: true);
        }

        var clock = Stopwatch.StartNew();
        Run("Import-Module -Name $args[0] -ErrorAction Stop", Module);
        ImportTime = clock.Elapsed;
    }

    public TimeSpan ImportTime { get; }

    private static string Module { get; } = typeof(Engine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Module").Value!;

    public IReadOnlyList<PSObject> Run(string script, params object[] arguments)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        var output = shell.Invoke();
        return shell.Streams.Error.Count == 0 ? [.. output] : throw new InvalidOperationException(shell.Streams.Error[0].ToString());
    }

    public void Dispose() => _runspace.Dispose();
}
