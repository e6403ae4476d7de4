using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

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
                Text: await ReadAsync(entry.Pod, name, PodParts.IsCrashing(entry.Status), cancellationToken));
        }));
        return read.Where(entry => entry.Text.Length > 0).DistinctBy(entry => entry.Key)
            .ToDictionary(entry => entry.Key, entry => entry.Text, StringComparer.Ordinal);
    }

    /// <summary>An init container that still runs, or another container that has started and is not ready.</summary>
    private static bool IsInTrouble(JsonObject status) => PodParts.IsCrashing(status)
        || (status.Text("ready") != "true"
            && (status.At("state", "running") is not null || status.Number("state", "terminated", "exitCode") != 0));

    private async Task<string> ReadAsync(JsonObject pod, string container, bool crashed, CancellationToken cancellationToken)
    {
        try
        {
            var lines = await client.ReadLogAsync(pod.Namespace()!, pod.Name(), container, previous: crashed, Lines, cancellationToken);
            if (lines.Count == 0 && crashed)
            {
                lines = await client.ReadLogAsync(pod.Namespace()!, pod.Name(), container, previous: false, Lines, cancellationToken);
            }

            return string.Join('\n', lines.Select(line => ShownText.Of(line, LongestText)));
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.AccessDenied || exception.Error == NsmErrors.ApiRequestFailed)
        {
            // A log is evidence, not a finding: without it the row stands anyway.
            return "";
        }
    }
}
