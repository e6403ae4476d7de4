using System.Text;
using NsmPS.Kubernetes.Health;

namespace NsmPS.Kubernetes.Waiting;

/// <summary>Says why a wait failed: the reason of each object, its last warning and the last lines of the container that is the cause.</summary>
internal sealed class Diagnosis(ClusterClient client)
{
    private const int LogLines = 10;
    private const int ItemLimit = 8;

    public async Task<NsmException> ExplainAsync(WaitFailure failure, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(failure.Items.Take(ItemLimit).Select(item => DescribeAsync(item, cancellationToken)));
        var text = new StringBuilder(failure.TimedOut ? $"Not ready within {timeout.TotalSeconds:0} s: " : "Failed: ");
        text.AppendJoin("\n", parts.Length == 0 ? ["the API server did not list the objects in time"] : parts);
        if (failure.Items.Count > ItemLimit)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\nand {failure.Items.Count - ItemLimit} more");
        }

        var error = failure.TimedOut ? NsmErrors.WaitTimedOut : failure.Items.Select(item => item.Error).FirstOrDefault(entry => entry is not null) ?? NsmErrors.ObjectFailed;
        return new NsmException(error, text.ToString(), failure.Items.FirstOrDefault()?.Target) { Cluster = client.Name };
    }

    private async Task<string> DescribeAsync(WaitItem item, CancellationToken cancellationToken)
    {
        var text = new StringBuilder($"{item.Target}: {item.Reason}");
        if (item.Pod is not { } pod)
        {
            return text.ToString();
        }

        var warning = LastWarningAsync(pod, cancellationToken);
        var log = client.ReadLogAsync(pod.Namespace, pod.Pod, pod.Container, pod.Restarted, LogLines, cancellationToken);
        if (await warning is { } message)
        {
            text.Append("\n  last event: ").Append(message);
        }

        foreach (var line in await log)
        {
            text.Append("\n  log: ").Append(line);
        }

        return text.ToString();
    }

    private async Task<string?> LastWarningAsync(PodContainer pod, CancellationToken cancellationToken)
    {
        var events = await client.ListAsync(KnownTypes.Events, new ListFilter(pod.Namespace, FieldSelector: $"involvedObject.name={pod.Pod},type=Warning"), cancellationToken);
        return events.OrderBy(entry => entry.Text("lastTimestamp") ?? entry.Text("eventTime"), StringComparer.Ordinal).LastOrDefault() is { } last
            ? $"{last.Text("reason")}: {last.Text("message")}"
            : null;
    }
}
