using NsmPS.Kubernetes;
using NsmPS.Pipeline;

namespace NsmPS.Session;

/// <summary>
/// Shows what credential programs print in the command that runs at the time. Connections outlive commands, so it changes.
/// </summary>
internal sealed class LoginScreen : ILoginScreen
{
    private readonly Lock _gate = new();
    private readonly List<PipelineQueue> _commands = [];

    /// <inheritdoc/>
    public bool IsWatched
    {
        get
        {
            lock (_gate)
            {
                return _commands.Count > 0;
            }
        }
    }

    /// <inheritdoc/>
    public bool HasTerminal => IsWatched && ShellTerminal.IsThere;

    /// <inheritdoc/>
    public Task<IDisposable> TakeTerminalAsync(CancellationToken cancellationToken) => ShellTerminal.TakeAsync(cancellationToken);

    /// <inheritdoc/>
    public void Show(string text, bool isLine)
    {
        lock (_gate)
        {
            // One command may run another with what it writes. Only the inner one's queue is looked at then.
            _commands.LastOrDefault()?.Host(text, isLine);
        }
    }

    /// <summary>Shows in a command while work runs for it.</summary>
    public async Task WhileAsync(PipelineQueue queue, Func<Task> work)
    {
        lock (_gate)
        {
            _commands.Add(queue);
        }

        try
        {
            await work();
        }
        finally
        {
            lock (_gate)
            {
                _commands.Remove(queue);
            }
        }
    }
}
