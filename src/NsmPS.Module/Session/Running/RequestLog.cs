using NsmPS.Kubernetes.Http;

namespace NsmPS.Session.Running;

/// <summary>Shows requests in the debug output of the command that runs at the time, where somebody wants that output.</summary>
internal sealed class RequestLog(RunningCommands commands) : IRequestLog
{
    /// <inheritdoc/>
    public bool IsRead => commands.Has(queue => queue.WantsDebug);

    /// <inheritdoc/>
    public void Ended(RequestEntry entry) => commands.Tell(queue => queue.Debug(entry.ToString()));
}
