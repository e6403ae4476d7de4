using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Tests.Workloads;

namespace NsmPS.Sandbox.Tests.Nsm;

/// <summary>What became of NSM v1's webhook configuration, one entry for each change of its failure policy.</summary>
internal static class WebhookDiary
{
    private const string App = "admission-webhook-k8s";

    public static async Task<IReadOnlyList<string>> KeepAsync(Harness sandbox, CancellationToken token)
    {
        var entries = new List<string>();
        var pods = new HashSet<string>();
        try
        {
            // One watch tells the order; what there is at this moment may be later.
            await foreach (var change in sandbox.Store.WatchAsync(kind => kind == BuiltIn.MutatingWebhookConfigurations || kind == BuiltIn.Pods, token))
            {
                if (change.Kind == BuiltIn.Pods)
                {
                    _ = change.Object.Text("metadata", "labels", "app") == App && (change.Type == ChangeType.Deleted ? pods.Remove(change.Object.Uid()!) : pods.Add(change.Object.Uid()!));
                    continue;
                }

                var entry = change.Type == ChangeType.Deleted ? pods.Count > 0 ? "gone before its pods" : "gone after its pods"
                    : Policy(change.Object) is var policy && policy == Policy(change.Before) ? null
                    : policy == "Fail" ? $"Fail {(Injects(sandbox) ? "proven" : "unproven")}"
                    : policy;
                if (entry is not null)
                {
                    entries.Add(entry);
                }
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The story is over.
        }

        return entries;
    }

    private static string? Policy(JsonObject? configuration) => configuration.Items("webhooks").FirstOrDefault().Text("failurePolicy");

    private static bool Injects(Harness sandbox) => sandbox.Store.Create(
        BuiltIn.Pods,
        (JsonObject)JsonNode.Parse("""{"metadata":{"name":"diary","namespace":"default","annotations":{"networkservicemesh.io":"kernel://diary"}},"spec":{"containers":[{"name":"a","image":"a"}]}}""")!,
        new WriteOptions("diary", DryRun: true)).Items("spec", "initContainers").Any();
}
