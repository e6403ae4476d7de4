using System.Management.Automation;
using System.Runtime.InteropServices;

namespace NsmPS.Console.Hosting;

/// <summary>
/// Turns Ctrl+C (SIGINT) and SIGTERM into a stop of the running pipeline. The first signal asks the engine to stop and returns at once;
/// one that comes while that stop is still under way is left to the system, which ends the process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stack<RunningPipeline> _running = new();
    private readonly CancellationTokenSource _shutdown = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    /// <summary>A prompt is there to go back to: Ctrl+C with nothing running does not end the process.</summary>
    public bool AtPrompt { get; set; }

    /// <summary>The exit code that the last interruption asks for; null if there was none.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Cancelled when the process has been told to end.</summary>
    public CancellationToken Shutdown => _shutdown.Token;

    /// <summary>From here until the result is disposed, a signal stops this pipeline.</summary>
    public RunningPipeline Enter(PowerShell shell)
    {
        var pipeline = new RunningPipeline(shell, Leave);
        lock (_gate)
        {
            _running.Push(pipeline);
        }

        return pipeline;
    }

    /// <summary>Reads on behalf of the running pipeline, so that stopping it ends the read.</summary>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped meanwhile.</exception>
    public T ReadFromPerson<T>(Func<CancellationToken, T> read)
    {
        RunningPipeline? pipeline;
        lock (_gate)
        {
            _running.TryPeek(out pipeline);
        }

        try
        {
            return read(pipeline?.Stopped ?? _shutdown.Token);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Ctrl+C typed as the answer to a question: stops the pipeline that asked.</summary>
    /// <exception cref="PipelineStoppedException">Always.</exception>
    public void StopFromPrompt()
    {
        lock (_gate)
        {
            ExitCode = ExitCodes.Interrupted;
            if (_running.TryPeek(out RunningPipeline? pipeline))
            {
                pipeline.TryStop();
            }
        }

        throw new PipelineStoppedException();
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _shutdown.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        bool terminate = context.Signal == PosixSignal.SIGTERM;
        lock (_gate)
        {
            ExitCode = terminate ? ExitCodes.Terminated : ExitCodes.Interrupted;
            bool stopping = _running.TryPeek(out RunningPipeline? pipeline) && pipeline.TryStop();
            bool idleAtPrompt = pipeline is null && AtPrompt;
            if (terminate)
            {
                _shutdown.Cancel();
            }

            context.Cancel = stopping || idleAtPrompt;
        }
    }

    private void Leave(RunningPipeline pipeline)
    {
        lock (_gate)
        {
            if (_running.TryPeek(out RunningPipeline? top) && ReferenceEquals(top, pipeline))
            {
                _running.Pop();
            }
        }
    }
}
