using System.Text.Json.Nodes;

namespace NsmPS.E2E.World;

/// <summary>
/// Gives up pods of which nothing runs any more, where that proves nothing. The kubelet of Kubernetes 1.20 does it at the next of its
/// looks, every ten seconds; but when it misses the end of a container, as it does now and then, only when it collects garbage, every
/// minute. What is proven waits for those ten seconds, never for that minute; what prepares or clears up for a test waits for neither.
/// </summary>
internal sealed class EndedPods : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Longer than the kubelet takes when it has missed nothing.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(12);

    private readonly ClusterApi _api = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>When each pod was first seen without anything that runs, by uid.</summary>
    private readonly Dictionary<string, long> _ends = [];

    private readonly Task _work;
    private int _preparations;

    public EndedPods() => _work = KeepAsync(_stop.Token);

    /// <summary>Says that a preparation goes on until the result is disposed of.</summary>
    public IDisposable Prepare()
    {
        Interlocked.Increment(ref _preparations);
        return new Preparation(this);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
        _api.Dispose();
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(s_pause);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await LookAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The tests are over.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var pod in await _api.ListAsync("/api/v1/pods", cancellationToken))
            {
                if (HasEnded(pod) && IsDue((string)pod["metadata"]!["uid"]!))
                {
                    await _api.GiveUpAsync($"/api/v1/namespaces/{pod["metadata"]!["namespace"]}/pods/{pod["metadata"]!["name"]}",
                        cancellationToken);
                }
            }
        }
        catch (HttpRequestException)
        {
            // A test has stopped the API server.
        }
    }

    private bool IsDue(string uid)
    {
        var now = TimeProvider.System.GetTimestamp();
        _ends.TryAdd(uid, now);
        return Volatile.Read(ref _preparations) > 0 || TimeProvider.System.GetElapsedTime(_ends[uid], now) > s_patience;
    }

    private static bool HasEnded(JsonNode pod) =>
        pod["metadata"]!["deletionTimestamp"] is not null
        && Containers(pod, "initContainerStatuses").Concat(Containers(pod, "containerStatuses"))
            .All(container => container!["state"]?["running"] is null);

    private static IEnumerable<JsonNode?> Containers(JsonNode pod, string list) => pod["status"]?[list] as JsonArray ?? [];

    private sealed class Preparation(EndedPods pods) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref pods._preparations);
    }
}
