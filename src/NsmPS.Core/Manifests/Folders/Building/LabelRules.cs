using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Manifests.Folders.Building;

/// <summary>The labels and annotations that a kustomization gives to everything.</summary>
internal static class LabelRules
{
    private static readonly string[] s_fields = ["pairs", "includeSelectors", "includeTemplates"];

    private static readonly string[] s_affinities = ["podAffinity", "podAntiAffinity"];

    private static readonly string[] s_terms = ["requiredDuringSchedulingIgnoredDuringExecution",
        "preferredDuringSchedulingIgnoredDuringExecution"];

    public static void Apply(Kustomization it, IReadOnlyList<Piece> pieces)
    {
        foreach (var group in it.List(KustomizationFields.Labels))
        {
            Unknown.Refuse(it, group, s_fields, KustomizationFields.Labels);
            var selectors = group.Text("includeSelectors") == "true";
            Apply(it.Pairs(group, "pairs"), pieces, selectors, selectors || group.Text("includeTemplates") == "true");
        }

        Apply(it.Pairs(it.Fields, KustomizationFields.CommonLabels), pieces, selectors: true, templates: true);
        foreach (var piece in pieces)
        {
            Annotate(piece.Item, it.Pairs(it.Fields, KustomizationFields.CommonAnnotations));
        }
    }

    private static void Apply(IReadOnlyDictionary<string, string> labels, IReadOnlyList<Piece> pieces, bool selectors, bool templates)
    {
        foreach (var piece in pieces.Where(_ => labels.Count > 0))
        {
            Set(piece.Item.Ensure("metadata", "labels"), labels);
            if (templates)
            {
                SetTemplates(piece.Item, labels);
            }

            if (selectors)
            {
                Select(piece.Item, labels);
            }
        }
    }

    private static void SetTemplates(JsonObject item, IReadOnlyDictionary<string, string> labels)
    {
        if (item.Kind() == "CronJob")
        {
            Set(item.Ensure("spec", "jobTemplate", "metadata", "labels"), labels);
        }

        if (item.Kind() != KnownTypes.Pods.Kind && PodSpecs.Template(item) is { } template)
        {
            Set(template.Ensure("metadata", "labels"), labels);
        }

        foreach (var claim in item.Kind() == "StatefulSet" ? item.Items("spec", "volumeClaimTemplates") : [])
        {
            Set(claim.Ensure("metadata", "labels"), labels);
        }
    }

    private static void Select(JsonObject item, IReadOnlyDictionary<string, string> labels)
    {
        switch (item.Kind())
        {
            case "Service" or "ReplicationController":
                Set(item.Ensure("spec", "selector"), labels);
                break;
            case "Deployment" or "ReplicaSet" or "DaemonSet" or "StatefulSet":
                Set(item.Ensure("spec", "selector", "matchLabels"), labels);
                break;
            case "NetworkPolicy":
                SetWhereThere(item.At("spec", "podSelector", "matchLabels"), labels);
                foreach (var peer in item.Items("spec", "ingress").SelectMany(rule => rule.Items("from"))
                    .Concat(item.Items("spec", "egress").SelectMany(rule => rule.Items("to"))))
                {
                    SetWhereThere(peer.At("podSelector", "matchLabels"), labels);
                }

                break;
            case "Job" or "PodDisruptionBudget":
                SetWhereThere(item.At("spec", "selector", "matchLabels"), labels);
                break;
            case "CronJob":
                SetWhereThere(item.At("spec", "jobTemplate", "spec", "selector", "matchLabels"), labels);
                break;
            default:
                break;
        }

        if (item.Kind() is "Deployment" or "StatefulSet")
        {
            SelectNeighbours(item, labels);
        }
    }

    /// <summary>Rules about pods beside which others run or do not: they mean the pods by the labels that these have now.</summary>
    private static void SelectNeighbours(JsonObject item, IReadOnlyDictionary<string, string> labels)
    {
        foreach (var term in s_affinities
            .SelectMany(rule => s_terms.SelectMany(field => item.Items("spec", "template", "spec", "affinity", rule, field))))
        {
            SetWhereThere(term.At("labelSelector", "matchLabels") ?? term.At("podAffinityTerm", "labelSelector", "matchLabels"), labels);
        }

        foreach (var spread in item.Items("spec", "template", "spec", "topologySpreadConstraints"))
        {
            SetWhereThere(spread.At("labelSelector", "matchLabels"), labels);
        }
    }

    private static void Annotate(JsonObject item, IReadOnlyDictionary<string, string> annotations)
    {
        if (annotations.Count == 0)
        {
            return;
        }

        Set(item.Ensure("metadata", "annotations"), annotations);
        if (item.Kind() == "CronJob")
        {
            Set(item.Ensure("spec", "jobTemplate", "metadata", "annotations"), annotations);
        }

        if (item.Kind() != KnownTypes.Pods.Kind && PodSpecs.Template(item) is { } template)
        {
            Set(template.Ensure("metadata", "annotations"), annotations);
        }
    }

    private static void SetWhereThere(JsonNode? pairs, IReadOnlyDictionary<string, string> labels)
    {
        if (pairs is JsonObject there)
        {
            Set(there, labels);
        }
    }

    private static void Set(JsonObject pairs, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (key, value) in values)
        {
            pairs[key] = value;
        }
    }
}
