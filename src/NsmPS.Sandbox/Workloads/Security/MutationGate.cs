using System.Text.Json.Nodes;
using NsmPS.Sandbox.Fields;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Security;

/// <summary>Does what MutatingAdmissionPolicies that are bound want, where their expressions are constants. Any other cannot be evaluated,
/// and what that means the policy itself says: its failurePolicy.</summary>
internal sealed class MutationGate(IObjectStore store) : IAdmission
{
    private const string Unknown = "the sandbox evaluates constants only, not: ";

    public void Mutate(ResourceKind kind, JsonObject item, JsonObject? before, WriteOptions options)
    {
        foreach (var (policy, binding) in PolicyMatches.Of(store, BuiltIn.MutatingAdmissionPolicies,
            BuiltIn.MutatingAdmissionPolicyBindings, kind, item, before, options))
        {
            if (PolicyMatches.Applies(policy) != false && Fault(policy, kind, item) is { } fault)
            {
                Fail(policy, binding, fault, kind, item, options);
            }
        }
    }

    public void Admit(ResourceKind kind, JsonObject item, JsonObject? before, bool dryRun)
    {
        // Everything is done before webhooks are asked.
    }

    /// <summary>Changes the object; the answer is what could not be done.</summary>
    private static string? Fault(JsonObject policy, ResourceKind kind, JsonObject item)
    {
        if (PolicyMatches.Applies(policy) is null)
        {
            return Unknown + "its matchConditions";
        }

        foreach (var mutation in policy.Items("spec", "mutations"))
        {
            var expression = mutation.Text("applyConfiguration", "expression") ?? mutation.Text("jsonPatch", "expression") ?? "";
            try
            {
                switch (ConstantExpression.Read(expression))
                {
                    case JsonObject configuration:
                        FieldEdits.Merge(item, configuration, BuiltIn.All.Contains(kind));
                        break;
                    case JsonArray operations:
                        Replace(item, JsonPatch.Apply(item, operations));
                        break;
                    default:
                        return $"expression '{expression}' is neither an object nor a list of JSONPatch";
                }
            }
            catch (FormatException)
            {
                return $"{Unknown}{expression}";
            }
            catch (ApiException misfit)
            {
                return misfit.Message;
            }
        }

        return null;
    }

    private static void Replace(JsonObject item, JsonObject with)
    {
        item.Clear();
        foreach (var (name, value) in with.ToArray())
        {
            with.Remove(name);
            item[name] = value;
        }
    }

    private static void Fail(JsonObject policy, JsonObject binding, string fault, ResourceKind kind, JsonObject item, WriteOptions options)
    {
        var who = $"policy '{policy.Name()}' with binding '{binding.Name()}'";
        if (policy.Text("spec", "failurePolicy") != "Ignore")
        {
            throw ApiException.Forbidden(kind, item.Name(), $"{who} denied request: {fault}");
        }

        options.Warn?.Invoke($"{who} changes nothing: {fault}");
    }
}
