namespace NsmPS.Kubernetes.Exec;

/// <summary>Asks many pods, some at a time: each command in a pod is a connection of its own, and neither this machine nor the API server
/// bears thousands of them at once.</summary>
internal static class PodsAtOnce
{
    /// <summary>How many at a time. More make nothing sooner, because the API server is busy with these.</summary>
    public const int Usual = 32;

    /// <summary>The answers, in the order of the pods. The first failure ends it.</summary>
    public static async Task<IReadOnlyList<TAnswer>> AskAsync<TPod, TAnswer>(IReadOnlyList<TPod> pods,
        Func<TPod, CancellationToken, Task<TAnswer>> ask, CancellationToken cancellationToken)
    {
        var answers = new TAnswer[pods.Count];
        var limit = new ParallelOptions { MaxDegreeOfParallelism = Usual, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, pods.Count), limit,
            async (number, token) => answers[number] = await ask(pods[number], token));
        return answers;
    }
}
