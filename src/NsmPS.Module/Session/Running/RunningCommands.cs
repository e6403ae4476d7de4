using NsmPS.Pipeline;

namespace NsmPS.Session.Running;

/// <summary>The commands that run at the time. Connections outlive commands, so what one has to say goes to whichever runs.</summary>
internal sealed class RunningCommands
{
    private readonly Lock _gate = new();
    private readonly List<PipelineQueue> _commands = [];

    /// <summary>Whether a command runs that a rule fits.</summary>
    public bool Has(Func<PipelineQueue, bool> rule)
    {
        lock (_gate)
        {
            return _commands.LastOrDefault() is { } inner && rule(inner);
        }
    }

    /// <summary>Writes with the running command; nothing when none runs.</summary>
    public void Tell(Action<PipelineQueue> write)
    {
        lock (_gate)
        {
            // One command may run another with what it writes. Only the inner one's queue is looked at then.
            if (_commands.LastOrDefault() is { } inner)
            {
                write(inner);
            }
        }
    }

    /// <summary>Counts a command as running while its work runs.</summary>
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
