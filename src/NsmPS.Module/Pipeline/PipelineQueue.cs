using System.Collections.Concurrent;
using System.Management.Automation;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>What work on other threads has for the shell, in order. Only the pipeline thread takes from it and writes.</summary>
internal sealed class PipelineQueue : IDisposable
{
    private readonly BlockingCollection<Action<Cmdlet>> _writes = [];

    /// <summary>Whether somebody wants the debug output.</summary>
    public bool WantsDebug { get; init; }

    /// <summary>Something else that only the pipeline thread may do.</summary>
    public void Do(Action<Cmdlet> action) => _writes.Add(action);

    public void Object(object value) => _writes.Add(cmdlet => cmdlet.WriteObject(value));

    public void Result(object value, ClusterTarget target) => Object(ClusterResults.From(target, value));

    public void Error(ErrorRecord error) => _writes.Add(cmdlet => cmdlet.WriteError(error));

    public void Warning(string text) => _writes.Add(cmdlet => ShellStreams.Warning(cmdlet, text));

    public void Verbose(string text) => _writes.Add(cmdlet => ShellStreams.Verbose(cmdlet, text));

    public void Debug(string text) => _writes.Add(cmdlet => cmdlet.WriteDebug(text));

    public void Information(string text) => _writes.Add(cmdlet => cmdlet.WriteInformation(text, ["NsmPS"]));

    /// <summary>Text for the person at the shell, as Write-Host writes it.</summary>
    public void Host(string text, bool isLine) => _writes.Add(cmdlet => cmdlet.WriteInformation(
        new HostInformationMessage { Message = text, NoNewLine = !isLine }, ["PSHOST"]));

    /// <summary>A warning for the person at the shell, which they also see when they have stopped the command.</summary>
    public void HostWarning(string text) => _writes.Add(cmdlet => (cmdlet as PSCmdlet)?.Host?.UI?.WriteWarningLine(text));

    public void Progress(ProgressRecord progress) => _writes.Add(cmdlet => cmdlet.WriteProgress(progress));

    /// <summary>Nothing more will come.</summary>
    public void Complete() => _writes.CompleteAdding();

    /// <summary>Waits for what comes, until nothing more will.</summary>
    public IEnumerable<Action<Cmdlet>> TakeAll() => _writes.GetConsumingEnumerable();

    public void Dispose() => _writes.Dispose();
}
