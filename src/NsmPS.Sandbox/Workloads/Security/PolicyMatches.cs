using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Security;

/// <summary>Which policies mean a write, and what is known of their expressions.</summary>
internal static class PolicyMatches
{
    /// <summary>The policies with the bindings that cover a write. None covers policies themselves, and what controllers and kubelets
    /// update are other resources, such as pods/binding.</summary>
    public static IEnumerable<(JsonObject Policy, JsonObject Binding)> Of(IObjectStore store, ResourceKind policies, ResourceKind bindings,
        ResourceKind kind, JsonObject item, JsonObject? before, WriteOptions options)
    {
        if (kind.Group == policies.Group || (options.Trusted && before is not null))
        {
            return [];
        }

        var space = kind == BuiltIn.Namespaces ? item : kind.Namespaced ? store.Get(BuiltIn.Namespaces, null, item.Space()) : null;
        return from binding in store.List(bindings)
               let policy = store.Get(policies, null, binding.Text("spec", "policyName") ?? "")
               where policy is not null && Covers(policy.At("spec", "matchConstraints")) && Covers(binding.At("spec", "matchResources"))
               select (policy, binding);

        bool Covers(JsonNode? match) => ResourceRules.Cover(match, before is null ? "CREATE" : "UPDATE", kind, item, space);
    }

    /// <summary>Whether the conditions of a policy hold; null where an expression is not known.</summary>
    public static bool? Applies(JsonObject policy)
    {
        bool?[] conditions = [.. policy.Items("spec", "matchConditions").Select(Value)];
        return conditions.Contains(false) ? false : conditions.Contains(null) ? null : true;
    }

    /// <summary>What an expression comes to; null where it is not known.</summary>
    public static bool? Value(JsonObject expression) => expression.Text("expression")?.Trim() switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };
}
