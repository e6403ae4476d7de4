using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;

namespace NsmPS.Kubernetes.Exec;

/// <summary>Gives pods ephemeral containers of one image, for looking into the pods. Kubernetes cannot take such a container away again:
/// its program ends by itself, and one that still runs is used again.</summary>
internal sealed class DebugContainers(ClusterClient client, string image)
{
    private const string Prefix = "nsmps-debug-";
    private const string Life = "3600";

    /// <summary>An image is pulled in less, or hardly ever.</summary>
    private static readonly TimeSpan s_start = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<string>> _asked = new(StringComparer.Ordinal);

    /// <summary>The names of a pod's containers of this kind that run.</summary>
    public static IEnumerable<string> Running(JsonObject pod) => Statuses(pod).Where(IsRunning).Select(NameOf);

    /// <summary>The name of a container that runs in the pod. A pod gets one, however often it is asked for.</summary>
    /// <exception cref="NsmException">The server offers none, refuses it, or it does not start.</exception>
    public async Task<string> EnsureAsync(JsonObject pod, CancellationToken cancellationToken)
    {
        Task<string>? task;
        lock (_lock)
        {
            if (!_asked.TryGetValue(pod.Key().ToString(), out task))
            {
                _asked[pod.Key().ToString()] = task = StartAsync(pod.Key(), cancellationToken);
            }
        }

        return await task;
    }

    private async Task<string> StartAsync(ObjectKey pod, CancellationToken cancellationToken)
    {
        var live = await client.GetAsync(pod, cancellationToken) ?? throw Missing(pod, "it is gone");
        if (live.Items("spec", "ephemeralContainers").Where(item => item.Text("image") == image).Select(NameOf)
            .FirstOrDefault(name => Running(live).Contains(name)) is { } running)
        {
            return running;
        }

        var name = Prefix + Guid.NewGuid().ToString("N")[..8];
        var container = new JsonObject { ["name"] = name, ["image"] = image, ["command"] = new JsonArray("sleep", Life) };
        if (!await client.AddContainerAsync(pod.Namespace!, pod.Name, container, cancellationToken))
        {
            throw Missing(pod, "the API server offers no ephemeral containers, as Kubernetes 1.25 and newer do");
        }

        try
        {
            await new Waiter(client).WaitAsync(
                [new Watched(KnownTypes.Pods, new ListFilter(pod.Namespace, FieldSelector: $"metadata.name={pod.Name}"))],
                view => [Evaluate(view.Find(pod), name)], new WaitLimits(client.Time.GetUtcNow() + s_start, s_start), _ => { },
                cancellationToken);
        }
        catch (WaitFailure failure)
        {
            throw Missing(pod, string.Join("; ", failure.Items.Select(item => item.Reason)));
        }

        return name;
    }

    private static WaitItem Evaluate(JsonObject? pod, string name)
    {
        var status = pod is null ? null : Statuses(pod).FirstOrDefault(item => NameOf(item) == name);
        return pod is null ? new WaitItem(name, NsmState.Failed, "the pod is gone")
            : status is null ? new WaitItem(name, NsmState.Pending, $"container {name} has not been taken up yet")
            : IsRunning(status) ? new WaitItem(name, NsmState.Ready)
            : status.At("state", "terminated") is JsonObject ended
                ? new WaitItem(name, NsmState.Failed, $"container {name} ended with exit code {ended.Number("exitCode")}")
            : new WaitItem(name, NsmState.Pending, $"container {name}: {status.Text("state", "waiting", "reason")}: "
                + status.Text("state", "waiting", "message"));
    }

    private static IEnumerable<JsonObject> Statuses(JsonObject pod) => pod.Items("status", "ephemeralContainerStatuses")
        .Where(status => NameOf(status).StartsWith(Prefix, StringComparison.Ordinal));

    private static bool IsRunning(JsonObject status) => status.At("state", "running") is not null;

    private static string NameOf(JsonObject container) => container.Text("name") ?? "";

    private NsmException Missing(ObjectKey pod, string why) =>
        new(NsmErrors.ExecFailed, $"{pod} has no container of the image '{image}': {why}.", pod.ToString()) { Cluster = client.Name };
}
