namespace NsmPS.Kubernetes.Health;

/// <summary>One reason that keeps one or many things from being ready.</summary>
internal sealed record WaitCause(WaitItem Example, int Count)
{
    private const string PodPrefix = "Pod/";
    private const int LongestText = 300;

    /// <summary>One such thing, and how many more.</summary>
    public string Who => Count == 1 ? Example.Target : $"{Example.Target} and {Count - 1} more";

    public override string ToString() => $"{ShownText.Of(Example.Reason.ReplaceLineEndings(" "), LongestText)} ({Who})";

    /// <summary>The reasons of what is not ready, the most telling first: what failed, what seldom recovers, what a pod says of itself, and
    /// last a workload's count of pods.</summary>
    public static IReadOnlyList<WaitCause> Of(IEnumerable<WaitItem> items) =>
    [
        .. items.Where(item => !item.IsDone).GroupBy(item => item.Cause, StringComparer.Ordinal)
            .Select(group => new WaitCause(group.First(), group.Count()))
            .OrderBy(cause => Rank(cause.Example)).ThenByDescending(cause => cause.Count),
    ];

    private static int Rank(WaitItem item) =>
        item.State == NsmState.Failed ? 0
        : item.Doubtful ? 1
        : item.Pod is not null ? 2
        : item.Target.StartsWith(PodPrefix, StringComparison.Ordinal) ? 3
        : 4;
}
