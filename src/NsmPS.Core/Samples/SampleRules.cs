namespace NsmPS.Samples;

/// <summary>How a sample as a whole is doing, as a pure function of its parts.</summary>
internal static class SampleRules
{
    /// <summary>The worst state of a client counts: a sample with a client that lacks its wire is never Ready, even if Kubernetes reports
    /// its pods as ready.</summary>
    public static (NsmState State, string Message) Judge(NsmSampleApp app, bool leaving)
    {
        if (leaving)
        {
            return (NsmState.Removing, "it is being deleted");
        }

        string[] problems =
        [
            .. app.Pods.Where(pod => pod.State != NsmState.Ready).GroupBy(pod => pod.Reason, StringComparer.Ordinal)
                .Select(group => (Pod: group.First().Name, Reason: group.Key, Count: group.Count())).OrderByDescending(group => group.Count)
                .Select(group => $"{group.Pod}{(group.Count > 1 ? $" and {group.Count - 1} more" : "")}: {group.Reason}"),
            .. Count(app.ClientsWired, app.Clients, "clients have their wire"),
            .. Count(app.EndpointsRegistered, app.Endpoints, "endpoints are registered"),
        ];
        var worst = new[]
        {
            NsmState.Failed, NsmState.NotInjected, NsmState.NoWire
        }.FirstOrDefault(state => app.Pods.Any(pod => pod.State == state));
        return problems.Length == 0
            ? (NsmState.Ready, "")
            : (worst == NsmState.Absent ? NsmState.Pending : worst, string.Join("; ", problems));
    }

    private static IEnumerable<string> Count(int have, int want, string what) => have < want ? [$"{have} of {want} {what}"] : [];
}
