using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using NsmPS.Errors;
using NsmPS.Kubernetes;
using NsmPS.Parameters;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>The base of every command: runs work off the pipeline thread, stops it when the
/// user does, and turns its failures into error records.</summary>
public abstract class NsmCommand : PSCmdlet, IDisposable
{
    /// <summary>The property by which a file from the pipeline is taken as -Kubeconfig.</summary>
    private protected const string KubeconfigAlias = "FullName";

    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Refuses a duration that cannot be read, is not positive, or is too long.</summary>
    protected override void BeginProcessing() => Refuse(MyInvocation.BoundParameters
        .Select(given => given.Value is TimeSpan duration ? Durations.Problem(given.Key, duration) : null)
        .FirstOrDefault(problem => problem is not null));

    /// <summary>Called on another thread than the pipeline's. It only cancels; the pipeline thread then finds its work ended.</summary>
    protected override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command had just ended by itself.
        }
    }

    /// <summary>Frees what the command holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Dispose();
        }
    }

    /// <summary>Runs work to its end; a failure ends the command.</summary>
    private protected void Run(Func<PipelineQueue, CancellationToken, Task> work)
    {
        ErrorRecord? failure = null;
        Pump(async (queue, token) => failure = await AttemptAsync(() => work(queue, token), cluster: null, token));
        if (failure is not null)
        {
            ThrowTerminatingError(failure);
        }
    }

    /// <summary>The same for work that waits for nothing.</summary>
    private protected void Run(Action<PipelineQueue> work) => Run((queue, _) => Now(work, queue));

    /// <summary>Runs work for one of perhaps many objects; its failure is an error, and the command goes on with the next.</summary>
    /// <returns>Whether it did not fail.</returns>
    private protected bool TryRun(Func<PipelineQueue, CancellationToken, Task> work)
    {
        ErrorRecord? failure = null;
        Pump(async (queue, token) => failure = await AttemptAsync(() => work(queue, token), cluster: null, token));
        if (failure is not null)
        {
            Report(failure, alone: !MyInvocation.ExpectingInput);
        }

        return failure is null;
    }

    /// <summary>The same for work that waits for nothing.</summary>
    private protected bool TryRun(Action<PipelineQueue> work) => TryRun((queue, _) => Now(work, queue));

    private static Task Now(Action<PipelineQueue> work, PipelineQueue queue)
    {
        work(queue);
        return Task.CompletedTask;
    }

    /// <summary>Writes a failure as an error. One that is about the call ends it, where nothing else was to be done.</summary>
    private protected void Report(ErrorRecord failure, bool alone)
    {
        if (alone && ErrorRecords.IsOfCall(failure))
        {
            ThrowTerminatingError(failure);
        }

        WriteError(failure);
    }

    /// <summary>Runs work that handles its failures itself.</summary>
    private protected void Pump(Func<PipelineQueue, CancellationToken, Task> work)
    {
        try
        {
            var running = RunspaceSession.Current.Running;
            AsyncBridge.Pump(this, (queue, token) => running.WhileAsync(queue, () => work(queue, token)), _stop.Token);
            foreach (var warning in RunspaceSession.Current.TakeWarnings())
            {
                WriteServerWarning(warning);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Shows what an API server warned of. The objects of NsmPS itself are not the user's to change, so it is a detail.</summary>
    private protected virtual void WriteServerWarning(string text) => ShellStreams.Verbose(this, text);

    /// <summary>Runs one unit of work and gives back its failure, if any. Cancellation is not a failure.</summary>
    [SuppressMessage("Design", "CA1031",
        Justification = "The one general catch: a defect becomes an error record with a stable id instead of a bare exception.")]
    private protected static async Task<ErrorRecord?> AttemptAsync(Func<Task> work, string? cluster, CancellationToken cancellationToken)
    {
        try
        {
            await work();
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (NsmException error)
        {
            return ErrorRecords.From(error, cluster);
        }
        catch (Exception defect)
        {
            return ErrorRecords.Unexpected(defect, cluster);
        }
    }

    /// <summary>Ends the command because of a failure found on the pipeline thread.</summary>
    [DoesNotReturn]
    private protected void Fail(NsmException error)
    {
        ThrowTerminatingError(ErrorRecords.From(error));
        throw error;
    }

    /// <summary>Ends the command where something is wrong with a parameter.</summary>
    private protected void Refuse(NsmException? problem)
    {
        if (problem is not null)
        {
            Fail(problem);
        }
    }

    /// <summary>The error of a value that a parameter cannot have.</summary>
    private protected static NsmException Invalid(string text, string parameter) => new(NsmErrors.OptionInvalid, text, parameter);

    /// <summary>The clusters that parameters and the session name; the command ends where there is none.</summary>
    private protected IReadOnlyList<ClusterTarget> Resolve(string? kubeconfig, IReadOnlyList<string>? contexts, string? @namespace)
    {
        try
        {
            return RunspaceSession.Current.Resolve(kubeconfig, contexts, @namespace);
        }
        catch (NsmException none)
        {
            Fail(none);
            throw;
        }
    }

    /// <summary>The full path of a kubeconfig; several of them, as a context from the pipeline may have, are full paths already.</summary>
    private protected string? KubeconfigPath(string? path) =>
        path is not null && ClusterContexts.IsList(path) ? path : FileSystemPath(path, NsmErrors.KubeconfigNotFound);

    /// <summary>What KUBECONFIG names from where the shell is, which is where kubectl would look; null where it names full paths.</summary>
    private protected string? RelativeKubeconfig() => ClusterContexts.FindFrom(SessionState.Path.CurrentFileSystemLocation.ProviderPath);

    /// <summary>The same where no parameter names one and the session follows the kubeconfig.</summary>
    private protected string? UnnamedKubeconfig() => RunspaceSession.Current.FollowsKubeconfig ? RelativeKubeconfig() : null;

    /// <summary>The full path in the file system that a path of the session means.</summary>
    private protected string? FileSystemPath(string? path, NsmError error)
    {
        if (path is null)
        {
            return null;
        }

        var full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        if (provider.Name != "FileSystem")
        {
            Fail(new NsmException(error, $"'{path}' is not a path of the file system.", path));
        }

        return full;
    }
}
