namespace NsmPS.Kubernetes.Answers;

/// <summary>How much memory the answers of API servers may take at once, with what is made of them. One is for everything that shares a
/// memory, because the servers of several kubeconfigs may be strangers'.</summary>
public sealed class AnswerBudget
{
    private const long Least = 32L * 1024 * 1024;
    private const long Most = 512L * 1024 * 1024;

    private readonly long _bytes;
    private readonly Func<bool> _full;
    private readonly AnswerBudget? _whole;
    private long _left;

    /// <summary>A third of the memory that this process may use, which a container limits, and at most 512 MiB. Nothing is left of it while
    /// two thirds of that memory are in use for anything.</summary>
    public AnswerBudget()
        : this(Math.Clamp(Available / 3, Least, Most), IsMemoryFull)
    {
    }

    /// <param name="bytes">The limit, in bytes.</param>
    /// <param name="full">Whether there is no memory for more, whatever the limit says.</param>
    internal AnswerBudget(long bytes, Func<bool>? full = null) => (_bytes, _left, _full) = (bytes, bytes, full ?? (static () => false));

    private AnswerBudget(AnswerBudget whole, long bytes)
        : this(bytes) => _whole = whole;

    private static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>What one connection may take of it: three quarters, so that others still get something.</summary>
    internal AnswerBudget ForOne() => new(this, _bytes / 4 * 3);

    /// <summary>Takes a part; false when not so much is left.</summary>
    internal bool TryTake(long part)
    {
        if (part <= 0)
        {
            return true;
        }

        if (_full() || _whole?.TryTake(part) == false)
        {
            return false;
        }

        if (Interlocked.Add(ref _left, -part) >= 0)
        {
            return true;
        }

        Give(part);
        return false;
    }

    /// <summary>Gives a part back.</summary>
    internal void Give(long part)
    {
        Interlocked.Add(ref _left, part);
        _whole?.Give(part);
    }

    private static bool IsMemoryFull()
    {
        var most = Available / 3 * 2;
        if (GC.GetTotalMemory(forceFullCollection: false) <= most)
        {
            return false;
        }

        // Much of it may be in use no longer.
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: false) > most;
    }
}
