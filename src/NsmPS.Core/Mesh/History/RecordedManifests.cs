using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Mesh.History;

/// <summary>The manifests of a revision, as they can be applied again.</summary>
internal static class RecordedManifests
{
    private const string DataField = "data";

    /// <summary>The stages of a revision. Its Secrets have no data.</summary>
    public static ManifestSet Stages(InventoryRecord record)
    {
        var stages = record.Stages.Count == record.Manifests.Count ? record.Stages : [.. record.Manifests.Select(StageOf)];
        return new ManifestSet([.. stages.Zip(record.Manifests).GroupBy(entry => entry.First, StringComparer.Ordinal)
            .Select(stage => new ManifestStage(stage.Key, [.. stage.Select(entry => entry.Second)]))]);
    }

    /// <summary>Gives a Secret of a revision the data of the one on the cluster.</summary>
    public static void TakeData(JsonObject manifest, JsonObject live)
    {
        if (live[DataField] is { } data)
        {
            manifest[DataField] = data.DeepClone();
        }
    }

    /// <summary>Records of the first NsmPS have no stages; their manifests are those of NSM v0.2.</summary>
    private static string StageOf(JsonObject manifest) => manifest.Kind() switch
    {
        "Namespace" => StageNames.Namespaces,
        "CustomResourceDefinition" => StageNames.Definitions,
        "MutatingWebhookConfiguration" or "ValidatingWebhookConfiguration" => StageNames.Admission,
        "DaemonSet" or "Deployment" or "Service" => StageNames.Workloads,
        _ => StageNames.Configuration,
    };
}
