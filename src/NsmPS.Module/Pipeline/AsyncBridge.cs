using System.Management.Automation;

namespace NsmPS.Pipeline;

/// <summary>The one place where a thread waits for a task.</summary>
internal static class AsyncBridge
{
    /// <summary>Runs work on the thread pool and writes on this thread, the pipeline's, what it has for the shell. When a write does not
    /// return because the pipeline is being stopped, the work is cancelled and has ended before that goes on.</summary>
    public static void Pump(PSCmdlet cmdlet, Func<PipelineQueue, CancellationToken, Task> work, CancellationToken stop)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var queue = new PipelineQueue { WantsDebug = ShellStreams.WantsDebug(cmdlet) };
        var running = Task.Run(
            async () =>
            {
                try
                {
                    await work(queue, cancellation.Token);
                }
                finally
                {
                    queue.Complete();
                }
            },
            CancellationToken.None);
        try
        {
            foreach (var write in queue.TakeAll())
            {
                write(cmdlet);
            }
        }
        finally
        {
            cancellation.Cancel();
            Wait(Task.WhenAny(running));
        }

        Wait(running);
    }

    /// <summary>Waits a limited time for a value that is only nice to have; gives the fallback when it is late or fails.</summary>
    public static T TryGet<T>(Func<CancellationToken, Task<T>> work, TimeSpan limit, T fallback)
    {
        using var cancellation = new CancellationTokenSource(limit);
        var token = cancellation.Token;
        var running = Task.Run(() => work(token), CancellationToken.None);
        // The work may not observe its token in time, so the limit does not rely on it.
        Wait(Task.WhenAny(running, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token)));
        return running.IsCompletedSuccessfully ? Result(running) : fallback;
    }

    // PowerShell calls synchronously, and this thread has no synchronization context that the task could need.
#pragma warning disable RS0030, VSTHRD002
    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Result<T>(Task<T> task) => task.GetAwaiter().GetResult();
#pragma warning restore RS0030, VSTHRD002
}
