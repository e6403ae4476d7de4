using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Validation.Values;

/// <summary>Which values the specification of a workload allows.</summary>
internal static class WorkloadRules
{
    private const string Template = "spec.template";
    private const string RestartPolicy = $"{Template}.spec.restartPolicy";

    // ReplicaSets are told what Deployments are told.
    private static readonly Dictionary<ResourceKind, string> s_empty = new()
    {
        [BuiltIn.Deployments] = "deployment",
        [BuiltIn.ReplicaSets] = "deployment",
        [BuiltIn.DaemonSets] = "daemonset",
        [BuiltIn.StatefulSets] = "statefulset",
    };

    public static void Check(ResourceKind kind, JsonObject spec, JsonNode? before, ValueProblems problems)
    {
        if (spec.NumberOrNull("replicas") < 0)
        {
            problems.Invalid("spec.replicas", spec["replicas"], "must be greater than or equal to 0");
        }

        var policy = spec.At("template", "spec", "restartPolicy");
        if (kind == BuiltIn.Jobs)
        {
            CheckPolicyOfJob(policy, problems);
        }
        else
        {
            CheckSelector(kind, spec, problems);
            problems.Supported(RestartPolicy, policy, "Always");
            if (before is not null && kind != BuiltIn.StatefulSets && !JsonNode.DeepEquals(before["selector"], spec["selector"]))
            {
                problems.Invalid("spec.selector", spec["selector"], "field is immutable");
            }
        }

        PodRules.Check(spec.Ensure("template").Ensure("spec"), $"{Template}.spec", problems);
    }

    private static void CheckPolicyOfJob(JsonNode? policy, ValueProblems problems)
    {
        if (policy is null || policy.Text() == "Always")
        {
            problems.Required(RestartPolicy, "valid values: \"OnFailure\", \"Never\"");
        }
        else
        {
            problems.Supported(RestartPolicy, policy, "OnFailure", "Never");
        }
    }

    private static void CheckSelector(ResourceKind kind, JsonObject spec, ValueProblems problems)
    {
        var selector = spec["selector"] as JsonObject;
        if (selector is null && kind != BuiltIn.DaemonSets)
        {
            problems.Required("spec.selector");
        }

        if (selector is not null && selector.At("matchLabels") is not JsonObject { Count: > 0 }
            && selector.At("matchExpressions") is not JsonArray { Count: > 0 })
        {
            problems.Invalid("spec.selector", selector, $"empty selector is invalid for {s_empty[kind]}");
        }
        else if (spec.At("template", JsonObjects.MetadataField, "labels") is var labels && !LabelSelector.Matches(selector, labels))
        {
            problems.Invalid($"{Template}.metadata.labels", labels, "`selector` does not match template `labels`");
        }
    }
}
