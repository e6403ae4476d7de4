using System.Collections.Concurrent;

namespace NsmPS.Sandbox.Exec;

/// <summary>The programs in pods that wait for connections.</summary>
internal sealed class Listeners
{
    /// <summary>Every address of a pod.</summary>
    public const string Anywhere = "0.0.0.0";

    private readonly ConcurrentDictionary<(string Pod, string Address, int Port), string> _programs = new();

    /// <summary>How many there are.</summary>
    public int Count => _programs.Count;

    /// <summary>Whether a program listens there.</summary>
    public bool Has(string pod, string address, int port, string program) =>
        (_programs.TryGetValue((pod, address, port), out var found) || _programs.TryGetValue((pod, Anywhere, port), out found))
            && found == program;

    /// <summary>Listens until it is cancelled.</summary>
    /// <returns>Whether the place was free.</returns>
    public async Task<bool> ListenAsync(string pod, string address, int port, string program, CancellationToken token)
    {
        if (!_programs.TryAdd((pod, address, port), program))
        {
            return false;
        }

        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return true;
        }
        finally
        {
            _programs.TryRemove((pod, address, port), out _);
        }
    }
}
