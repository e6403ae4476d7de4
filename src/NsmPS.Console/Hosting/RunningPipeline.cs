using System.Management.Automation;

namespace NsmPS.Console.Hosting;

/// <summary>One pipeline between its start and its end, as far as stopping it goes.</summary>
internal sealed class RunningPipeline(PowerShell shell, Action<RunningPipeline> leave) : IDisposable
{
    private readonly CancellationTokenSource _stopped = new();

    /// <summary>Cancelled as soon as the pipeline has been asked to stop.</summary>
    public CancellationToken Stopped => _stopped.Token;

    /// <summary>Asks the engine to stop, without waiting for it. False if it has been asked before.</summary>
    public bool TryStop()
    {
        if (_stopped.IsCancellationRequested)
        {
            return false;
        }

        _stopped.Cancel();
        shell.BeginStop(null, null);
        return true;
    }

    public void Dispose()
    {
        leave(this);
        _stopped.Dispose();
    }
}
