using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Bundles;

/// <summary>Reads the logs of pods, and of the instances of their containers before the last restart.</summary>
internal sealed class BundleLogs(ClusterClient client, BundleProblems problems, int lines)
{
    private const int AtOnce = 8;
    private const int LongestLine = 4_096;

    public async Task<IReadOnlyList<(JsonObject Pod, string Container, bool Previous, IReadOnlyList<string> Lines)>> ReadAsync(
        IReadOnlyList<JsonObject> pods, CancellationToken deadline)
    {
        var wanted = (from pod in pods
                      from status in pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses"))
                      from previous in status.Number("restartCount") > 0 ? (bool[])[false, true] : [false]
                      where previous || status.At("state", "waiting") is null
                      select (Pod: pod, Container: status.Text("name") ?? "", Previous: previous)).ToArray();
        var read = new IReadOnlyList<string>?[wanted.Length];
        await Parallel.ForEachAsync(Enumerable.Range(0, wanted.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (index, _) =>
            {
                var (pod, container, previous) = wanted[index];
                read[index] = await problems.TryAsync($"The log of {pod.Key()} {container}{(previous ? " before its restart" : "")}",
                    token => client.ReadLogAsync(pod.Namespace()!, pod.Name(), container, previous, lines, token), deadline);
            });
        return [.. wanted.Zip(read).Where(entry => entry.Second is not null)
            .Select(entry => (entry.First.Pod, entry.First.Container, entry.First.Previous, Cut(entry.Second!)))];
    }

    private static IReadOnlyList<string> Cut(IReadOnlyList<string> lines) => [.. lines.Select(line => line.Length <= LongestLine
        ? line
        : string.Create(CultureInfo.InvariantCulture, $"{line[..LongestLine]} … ({line.Length - LongestLine} more characters)"))];
}
