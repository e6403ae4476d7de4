using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Tests.Workloads;

namespace NsmPS.Sandbox.Tests.Nsm;

/// <summary>What became of NSM v1's webhook configuration, one entry for each change of its failure policy.</summary>
internal static class WebhookDiary
{
    public static async Task<IReadOnlyList<string>> KeepAsync(Harness sandbox, CancellationToken token)
    {
        var entries = new List<string>();
        try
        {
            await foreach (var change in sandbox.Store.WatchAsync(kind => kind == BuiltIn.MutatingWebhookConfigurations, token))
            {
                var entry = change.Type == ChangeType.Deleted ? Pods(sandbox)
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

    private static string Pods(Harness sandbox) => sandbox.PodsOf("admission-webhook-k8s").Count > 0 ? "gone before its pods" : "gone after its pods";

    private static bool Injects(Harness sandbox) => sandbox.Store.Create(
        BuiltIn.Pods,
        (JsonObject)JsonNode.Parse("""{"metadata":{"name":"diary","namespace":"default","annotations":{"networkservicemesh.io":"kernel://diary"}},"spec":{"containers":[{"name":"a","image":"a"}]}}""")!,
        new WriteOptions("diary", DryRun: true)).Items("spec", "initContainers").Any();
}
