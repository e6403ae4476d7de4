using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Nsm.Rendering;

/// <summary>Sets how many pods a sample has and how they spread.</summary>
internal static class Sizing
{
    private const int PreferenceWeight = 100;

    public static Action<JsonObject> Replicas(string deployment, int replicas) => item =>
    {
        if (item.Kind() == "Deployment" && item.Name() == deployment)
        {
            item.Ensure("spec")["replicas"] = replicas;
        }
    };

    /// <summary>Turns a required anti-affinity into a preferred one.</summary>
    public static Action<JsonObject> Spread(NsmSpread spread) => item =>
    {
        if (spread != NsmSpread.Preferred || item.At("spec", "template", "spec", "affinity", "podAntiAffinity") is not JsonObject rule)
        {
            return;
        }

        const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
        var preferred = new JsonArray();
        foreach (var term in rule.Items(Required))
        {
            preferred.Add(new JsonObject { ["weight"] = PreferenceWeight, ["podAffinityTerm"] = term.DeepClone() });
        }

        rule.Remove(Required);
        rule["preferredDuringSchedulingIgnoredDuringExecution"] = preferred;
    };
}
