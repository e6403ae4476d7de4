using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Answers;

namespace NsmPS.Checks.Facts;

/// <summary>Reads the last lines of NSM's containers that do not come up.</summary>
internal sealed class LogReader(ClusterClient client)
{
    private const int Lines = 6;
    private const int Containers = 24;
    private const int LongestText = 1200;

    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(CheckFacts facts, CancellationToken cancellationToken)
    {
        var pods = facts.Workloads.SelectMany(facts.PodsOf).Concat(facts.ClientPods).Concat(facts.EndpointPods)
            .DistinctBy(pod => pod.Key());
        var wanted = pods.SelectMany(pod => PodParts.Statuses(pod).Where(IsInTrouble).Select(status => (Pod: pod, Status: status)))
            .Take(Containers);
        var read = await Task.WhenAll(wanted.Select(async entry =>
        {
            var name = entry.Status.Text("name") ?? "";
            return (Key: CheckFacts.LogKey(entry.Pod, name),

                // A log is evidence, not a finding: without it the row stands anyway.
                Text: await ReadAsync(entry.Pod, name, entry.Status, cancellationToken).OrIfAsync(
                    failure => failure.Error == NsmErrors.AccessDenied || failure.Error == NsmErrors.ApiRequestFailed, _ => ""));
        }));
        return read.Where(entry => entry.Text.Length > 0).DistinctBy(entry => entry.Key)
            .ToDictionary(entry => entry.Key, entry => entry.Text, StringComparer.Ordinal);
    }

    /// <summary>An init container that still runs, or another container that has started and is not ready.</summary>
    private static bool IsInTrouble(JsonObject status) => PodParts.IsCrashing(status)
        || (status.Text("ready") != "true"
            && (status.At("state", "running") is not null || status.Number("state", "terminated", "exitCode") != 0));

    /// <summary>One that waits to be started again has said all in its last run; one that was started again may not have said it
    /// yet.</summary>
    private async Task<string> ReadAsync(JsonObject pod, string container, JsonObject status, CancellationToken cancellationToken)
    {
        var crashed = PodParts.IsCrashing(status);
        var last = crashed || (status.Number("restartCount") > 0 && status.At("state", "running") is not null)
            ? await LinesAsync(previous: true)
            : [];
        var lines = crashed && last.Count > 0 ? last : [.. last, .. await LinesAsync(previous: false)];
        return string.Join('\n', lines.Select(line => ShownText.Of(line, LongestText)));

        Task<IReadOnlyList<string>> LinesAsync(bool previous) =>
            client.ReadLogAsync(pod.Namespace()!, pod.Name(), container, previous, Lines, cancellationToken);
    }
}
