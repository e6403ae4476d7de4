using System.Globalization;
using System.Text.Json.Nodes;

namespace NsmPS.E2E.World;

/// <summary>Sees what becomes of the configuration of NSM v1's webhook, one entry for
/// each change of its failure policy, until it is gone.</summary>
internal sealed class WebhookWatch : IAsyncDisposable
{
    private const string Configurations = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";
    private const string Name = "nsm-mutating-webhook";
    private const string Pods = "/api/v1/namespaces/nsm-system/pods";
    private const string App = "admission-webhook-k8s";
    private static readonly TimeSpan s_lag = TimeSpan.FromSeconds(20);
    private readonly ClusterApi _api = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Task<IReadOnlyList<string>> _entries;
    private readonly Task<long> _podGone;

    public WebhookWatch()
    {
        _podGone = FindPodsEndAsync();
        _entries = KeepAsync();
    }

    /// <summary>What was seen, once it is gone.</summary>
    /// <returns>The policies in their order. "Fail proven" says that a pod was injected at that moment, the last one whether the webhook's
    /// pod outlived its configuration.</returns>
    /// <exception cref="TimeoutException">It is not gone.</exception>
    public Task<IReadOnlyList<string>> EndAsync() => _entries.WaitAsync(s_lag, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_entries, _podGone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _api.Dispose();
    }

    private async Task<IReadOnlyList<string>> KeepAsync()
    {
        var entries = new List<string>();
        await foreach (var change in _api.WatchAsync(Configurations, _stop.Token))
        {
            if ((string?)change["object"]?["metadata"]?["name"] != Name)
            {
                continue;
            }

            if (IsDeletion(change))
            {
                // Versions of all objects count in one row.
                return [.. entries, Version(change) < await _podGone ? "gone before its pod" : "gone after its pod"];
            }

            var policy = (string)change["object"]!["webhooks"]![0]!["failurePolicy"]!;
            if (entries.Count == 0 || entries[^1].Split(' ')[0] != policy)
            {
                entries.Add(policy != "Fail" ? policy : await InjectsAsync() ? "Fail proven" : "Fail unproven");
            }
        }

        throw new InvalidOperationException("The watch of the configurations has ended.");
    }

    private async Task<long> FindPodsEndAsync()
    {
        await foreach (var change in _api.WatchAsync(Pods, _stop.Token))
        {
            if (IsDeletion(change) && (string?)change["object"]!["metadata"]!["labels"]?["app"] == App)
            {
                return Version(change);
            }
        }

        throw new InvalidOperationException("The watch of the pods has ended.");
    }

    private static bool IsDeletion(JsonObject change) => (string?)change["type"] == "DELETED";

    private static long Version(JsonObject change) =>
        long.Parse((string)change["object"]!["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);

    private async Task<bool> InjectsAsync()
    {
        var pod = JsonNode.Parse("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"watch","namespace":"default",
              "annotations":{"networkservicemesh.io":"kernel://watch"}},"spec":{"containers":[{"name":"a","image":"a"}]}}
            """)!.AsObject();
        return (await _api.TryCreateAsync("/api/v1/namespaces/default/pods", pod))["spec"]!["initContainers"] is JsonArray { Count: > 0 };
    }
}
