using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Validation.Values;

/// <summary>Which values the built-in kinds allow: the rules that manifests of NSM and of its applications can break.</summary>
internal static class ValueRules
{
    /// <exception cref="ApiException">Invalid, with all that is wrong.</exception>
    public static void Check(ResourceKind kind, JsonObject item, JsonObject? before)
    {
        var problems = new ValueProblems();
        NameRules.Labels(item, problems);
        if (kind == BuiltIn.Pods)
        {
            PodRules.Check(item.Ensure("spec"), "spec", problems);
            problems.Supported("spec.restartPolicy", item.At("spec", "restartPolicy"), "Always", "OnFailure", "Never");
        }
        else if (kind == BuiltIn.Services)
        {
            ServiceRules.Check(item.Ensure("spec"), problems);
        }
        else if (kind == BuiltIn.Deployments || kind == BuiltIn.DaemonSets || kind == BuiltIn.ReplicaSets || kind == BuiltIn.StatefulSets
            || kind == BuiltIn.Jobs)
        {
            WorkloadRules.Check(kind, item.Ensure("spec"), before?["spec"], problems);
        }
        else if (kind == BuiltIn.RoleBindings || kind == BuiltIn.ClusterRoleBindings)
        {
            problems.Supported("roleRef.kind", item.At("roleRef", "kind"),
                kind == BuiltIn.RoleBindings ? ["Role", "ClusterRole"] : ["ClusterRole"]);
            if (before is not null && !JsonNode.DeepEquals(before["roleRef"], item["roleRef"]))
            {
                problems.Invalid("roleRef", item["roleRef"], "cannot change roleRef");
            }
        }
        else if (kind == BuiltIn.ConfigMaps || kind == BuiltIn.Secrets)
        {
            NameRules.Keys(item, problems);
        }

        problems.ThrowIfAny(kind, item.Name());
    }
}
