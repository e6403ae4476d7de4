using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace NsmPS.Module.Tests.Engine;

/// <summary>The real engine, as bare as it comes, with the built module imported.</summary>
internal sealed class ModuleEngine : IDisposable
{
    // The first two runspaces of a process, opened at once, can come up without their own commands.
    private static readonly Lock s_opening = new();

    private readonly RecordingHost _host = new();
    private readonly Runspace _runspace;

    private ModuleEngine(IEnumerable<string> modules)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseNewThread;
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        lock (s_opening)
        {
            _runspace.Open();
        }

        foreach (var module in modules)
        {
            Run("Import-Module -Name $args[0] -ErrorAction Stop", module).ThrowIfFailed();
        }
    }

    public Runspace Runspace => _runspace;

    public static ModuleEngine Start() => new([Built.Manifest]);

    /// <summary>With the commands of NsmPS.Probe, which exercise the base classes without a cluster.</summary>
    public static ModuleEngine StartWithProbe() => new([Built.Manifest, Built.Probe]);

    /// <summary>Answers the confirmations to come.</summary>
    public ModuleEngine Answering(params int[] answers)
    {
        foreach (var answer in answers)
        {
            _host.Recorded.Answers.Enqueue(answer);
        }

        return this;
    }

    /// <summary>A shell in this engine's runspace, for tests that stop it.</summary>
    public PowerShell NewShell(string script, params object[] arguments)
    {
        var shell = PowerShell.Create(_runspace).AddScript(script);
        foreach (var argument in arguments)
        {
            shell.AddArgument(argument);
        }

        return shell;
    }

    public EngineResult Run(string script, params object[] arguments)
    {
        _host.Recorded.Lines.Clear();
        _host.Recorded.Questions.Clear();
        // An error that ends a statement of a script does not end the script; inside try it does, which tells it from the others.
        using var shell = NewShell($"try {{ {script} }} catch {{ throw }}", arguments);
        var output = new PSDataCollection<PSObject>();
        ErrorRecord? ending = null;
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException error)
        {
            ending = error.ErrorRecord;
        }

        return new EngineResult
        {
            Output = [.. output],
            Errors = [.. shell.Streams.Error.Where(error => error.Exception != ending?.Exception)],
            Ending = ending,
            Verbose = [.. shell.Streams.Verbose.Select(record => record.Message)],
            Warnings = [.. shell.Streams.Warning.Select(record => record.Message)],
            Information = [.. shell.Streams.Information.Select(record => record.MessageData.ToString()!)],
            Progress = [.. shell.Streams.Progress],
            Host = [.. _host.Recorded.Lines],
            Questions = [.. _host.Recorded.Questions],
        };
    }

    public void Dispose() => _runspace.Dispose();
}
