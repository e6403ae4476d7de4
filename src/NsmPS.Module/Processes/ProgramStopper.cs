namespace NsmPS.Processes;

/// <summary>Stops programs that were started here, by this shell or another.</summary>
internal static class ProgramStopper
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_afterKill = TimeSpan.FromMinutes(1);

    /// <summary>Asks the program to end, waits, and ends that very process when it does not.</summary>
    /// <returns>Whether it ended by itself.</returns>
    /// <exception cref="NsmException">ProcessNotStopped.</exception>
    public static async Task<bool> StopAsync(ProcessRecord record, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!record.IsAlive() || (ProcessSignals.TryAsk(record.ProcessId) && await EndsAsync(record, timeout, cancellationToken)))
        {
            return true;
        }

        // It may have ended since the last look, and its id may belong to another process.
        if (record.IsAlive())
        {
            ProcessSignals.End(record.ProcessId);
        }

        return await EndsAsync(record, s_afterKill, cancellationToken)
            ? false
            : throw new NsmException(NsmErrors.ProcessNotStopped, $"The process {record.ProcessId} does not end.", $"{record.ProcessId}");
    }

    private static async Task<bool> EndsAsync(ProcessRecord record, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (record.IsAlive())
        {
            if (TimeProvider.System.GetElapsedTime(started) > timeout)
            {
                return false;
            }

            await Task.Delay(s_pollInterval, TimeProvider.System, cancellationToken);
        }

        return true;
    }
}
