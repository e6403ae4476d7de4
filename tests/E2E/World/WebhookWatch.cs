using System.Text.Json.Nodes;

namespace NsmPS.E2E.World;

/// <summary>Sees what becomes of the configuration of NSM v1's webhook, one entry for each change of its failure policy.</summary>
internal sealed class WebhookWatch : IAsyncDisposable
{
    private const string Configurations = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";
    private const string Name = "nsm-mutating-webhook";
    private readonly ClusterApi _api = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Task<IReadOnlyList<string>> _entries;

    public WebhookWatch() => _entries = KeepAsync();

    /// <summary>Ends the watch.</summary>
    /// <returns>The policies in their order. "Fail proven" says that a pod was injected at that moment, the last one whether the webhook's pod outlived its configuration.</returns>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        await _stop.CancelAsync();
        return await _entries;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await ((Task)_entries).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _api.Dispose();
    }

    private async Task<IReadOnlyList<string>> KeepAsync()
    {
        var entries = new List<string>();
        var last = "";
        try
        {
            await foreach (var change in _api.WatchAsync(Configurations, _stop.Token))
            {
                if ((string?)change["object"]?["metadata"]?["name"] != Name)
                {
                    continue;
                }

                var policy = (string?)change["type"] == "DELETED" ? "gone" : (string)change["object"]!["webhooks"]![0]!["failurePolicy"]!;
                if (policy != last)
                {
                    entries.Add(policy switch
                    {
                        "gone" => await ServesAsync() ? "gone before its pod" : "gone after its pod",
                        "Fail" => await InjectsAsync() ? "Fail proven" : "Fail unproven",
                        _ => policy,
                    });
                    last = policy;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The story is over.
        }

        return entries;
    }

    private async Task<bool> ServesAsync() =>
        (await _api.GetAsync("/api/v1/namespaces/nsm-system/pods"))["items"]!.AsArray().Any(pod => (string?)pod!["metadata"]!["labels"]?["app"] == "admission-webhook-k8s");

    private async Task<bool> InjectsAsync()
    {
        var pod = JsonNode.Parse("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"watch","namespace":"default","annotations":{"networkservicemesh.io":"kernel://watch"}},"spec":{"containers":[{"name":"a","image":"a"}]}}
            """)!.AsObject();
        return (await _api.TryCreateAsync("/api/v1/namespaces/default/pods", pod))["spec"]!["initContainers"] is JsonArray { Count: > 0 };
    }
}
