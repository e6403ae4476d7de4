using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Checks.Rules;
using NsmPS.Kubernetes;

namespace NsmPS.Checks.Repair;

/// <summary>Which pods of NSM v1 must restart so that the API server trusts the webhook again: those that write the bundle, or those that
/// serve the certificate.</summary>
internal static class SpireRepair
{
    /// <summary>SPIRE's server writes its bundle into configurations that have its label, so without the label giving that back is enough.
    /// Where the bundle is right and clients are not injected anyway, the webhook's pod holds a certificate of an earlier
    /// authority.</summary>
    public static IEnumerable<(JsonObject Pod, string Reason)> Restarts(CheckFacts facts)
    {
        if (!facts.Generation.UsesSpire || facts.WebhookConfiguration is not { } configuration)
        {
            return [];
        }

        if (SpireChecks.IsDistrusted(facts))
        {
            return configuration.Label(SpireChecks.WebhookLabel) is null ? [] : Ready(facts, SpireChecks.Servers(facts))
                .Select(pod => (pod, "it has not written its bundle into the webhook's configuration; it does at its start"));
        }

        return facts.Injection is { Works: false, Unknown: false } && Ready(facts, SpireChecks.Servers(facts)).Any()
            ? Ready(facts, facts.WebhookDeployment is { } webhook ? [webhook] : [])
                .Select(pod => (pod, "it is ready and trusted, and does not inject"))
            : [];
    }

    private static IEnumerable<JsonObject> Ready(CheckFacts facts, IEnumerable<JsonObject> workloads) =>
        workloads.SelectMany(facts.PodsOf).Where(pod => pod.HasCondition("Ready"));
}
