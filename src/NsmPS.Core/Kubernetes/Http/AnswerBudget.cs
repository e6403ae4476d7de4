namespace NsmPS.Kubernetes.Http;

/// <summary>
/// How much of lists may be held at once while they are read. One is for the whole process, because the servers of several kubeconfigs,
/// which may be strangers', share its memory.
/// </summary>
/// <param name="bytes">The limit.</param>
internal sealed class AnswerBudget(long bytes)
{
    private long _left = bytes;

    /// <summary>That of the process. In bytes of JSON; as objects they take a few times as much.</summary>
    public static AnswerBudget OfProcess { get; } = new(256L * 1024 * 1024);

    /// <summary>Takes a part; false when not so much is left.</summary>
    public bool TryTake(long part)
    {
        if (Interlocked.Add(ref _left, -part) >= 0)
        {
            return true;
        }

        Give(part);
        return false;
    }

    /// <summary>Gives a part back.</summary>
    public void Give(long part) => Interlocked.Add(ref _left, part);
}
