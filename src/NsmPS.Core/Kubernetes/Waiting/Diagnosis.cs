using System.Globalization;
using System.Text;
using NsmPS.Kubernetes.Health;

namespace NsmPS.Kubernetes.Waiting;

/// <summary>Says why a wait failed: each reason once, with one of the objects that have it and how many more there are. The last warnings
/// and log lines of those objects are the detail.</summary>
internal sealed class Diagnosis(ClusterClient client)
{
    private const int LogLines = 10;
    private const int CauseLimit = 5;

    public async Task<NsmException> ExplainAsync(WaitFailure failure, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var causes = WaitCause.Of(failure.Items);
        var shown = causes.Take(CauseLimit).ToArray();
        var parts = await Task.WhenAll(shown.Select(cause => DescribeAsync(cause.Example, cancellationToken)));
        var text = new StringBuilder(failure.TimedOut ? $"Not ready within {timeout.TotalSeconds:0} s: " : "Failed: ");
        text.AppendJoin(";\n", shown.Length == 0
            ? ["the API server did not list the objects in time"]
            : shown.Select(cause => $"{cause.Who}: {cause.Example.Reason}"));
        if (causes.Count > shown.Length)
        {
            text.Append(CultureInfo.InvariantCulture, $";\nand {causes.Count - shown.Length} other reasons");
        }

        var error = failure.TimedOut
            ? NsmErrors.WaitTimedOut
            : failure.Items.Select(item => item.Error).FirstOrDefault(entry => entry is not null) ?? NsmErrors.ObjectFailed;
        return new NsmException(error, text.ToString(), causes.FirstOrDefault()?.Example.Target)
        {
            Cluster = client.Name,
            Detail = string.Join("\n", parts.Where(part => part.Length > 0)),
        };
    }

    private async Task<string> DescribeAsync(WaitItem item, CancellationToken cancellationToken)
    {
        if (item.Pod is not { } pod)
        {
            return "";
        }

        var warning = LastWarningAsync(pod, cancellationToken);
        var log = client.ReadLogAsync(pod.Namespace, pod.Pod, pod.Container, pod.Restarted, LogLines, cancellationToken);
        string[] lines = [.. await warning is { } message ? [$"  last event: {message}"] : Array.Empty<string>(),
            .. (await log).Select(line => $"  log: {line}")];
        return lines.Length == 0 ? "" : string.Join("\n", lines.Prepend($"{item.Target}, container {pod.Container}:"));
    }

    private async Task<string?> LastWarningAsync(PodContainer pod, CancellationToken cancellationToken)
    {
        var events = await client.ListAsync(KnownTypes.Events,
            new ListFilter(pod.Namespace, FieldSelector: $"involvedObject.name={pod.Pod},type=Warning"), cancellationToken);
        return events.OrderBy(entry => entry.Text("lastTimestamp") ?? entry.Text("eventTime"), StringComparer.Ordinal)
            .LastOrDefault() is { } last
            ? $"{last.Text("reason")}: {last.Text("message")}"
            : null;
    }
}
