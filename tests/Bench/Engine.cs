using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace NsmPS.Bench;

/// <summary>The real PowerShell engine, as at a prompt with the module loaded.</summary>
internal sealed class Engine : IDisposable
{
    private readonly Runspace _runspace;

    public Engine(string module)
    {
        _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _runspace.Open();
        var clock = Stopwatch.StartNew();
        Run("Import-Module -Name $args[0] -ErrorAction Stop", module);
        ImportTime = clock.Elapsed;
    }

    /// <summary>The module's manifest.</summary>
    public static string Module { get; } = Built("Module");

    /// <summary>This program with the engine compiled ahead of time, as it is in pwsh; its package is not.</summary>
    public static string Precompiled { get; } = Built("Precompiled");

    /// <summary>The adapter as the module brings it.</summary>
    public static string Adapter { get; } = Path.Combine(Path.GetDirectoryName(Module)!, "adapter", "NsmPS.Adapter.dll");

    public TimeSpan ImportTime { get; }

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

    private static string Built(string key) => typeof(Engine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
