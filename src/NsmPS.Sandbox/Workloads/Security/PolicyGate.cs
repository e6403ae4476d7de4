using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Security;

/// <summary>Does what ValidatingAdmissionPolicies that are bound want. Of their expressions it knows only <c>true</c> and <c>false</c>;
/// of others it says with each write that nobody has evaluated them.</summary>
internal sealed class PolicyGate(IObjectStore store) : IAdmission
{
    private const string Kind = "ValidatingAdmissionPolicy";

    // The answers to refusals that a policy may choose from; another reason is answered as Invalid.
    private static readonly Dictionary<string, int> s_codes = new(StringComparer.Ordinal)
    {
        ["Unauthorized"] = StatusCodes.Status401Unauthorized,
        ["Forbidden"] = StatusCodes.Status403Forbidden,
        ["RequestEntityTooLarge"] = StatusCodes.Status413RequestEntityTooLarge,
        ["Invalid"] = StatusCodes.Status422UnprocessableEntity,
    };

    public void Admit(ResourceKind kind, JsonObject item, JsonObject? before, bool dryRun)
    {
        // Policies change nothing.
    }

    public void Validate(ResourceKind kind, JsonObject item, JsonObject? before, WriteOptions options)
    {
        // No policy is asked about policies, and what controllers and kubelets update are other resources, such as pods/binding.
        if (kind.Group == BuiltIn.ValidatingAdmissionPolicies.Group || (options.Trusted && before is not null))
        {
            return;
        }

        var space = kind == BuiltIn.Namespaces ? item : kind.Namespaced ? store.Get(BuiltIn.Namespaces, null, item.Space()) : null;
        foreach (var binding in store.List(BuiltIn.ValidatingAdmissionPolicyBindings))
        {
            if (store.Get(BuiltIn.ValidatingAdmissionPolicies, null, binding.Text("spec", "policyName") ?? "") is { } policy
                && Covers(policy.At("spec", "matchConstraints")) && Covers(binding.At("spec", "matchResources")))
            {
                Judge(policy, binding, kind, item, options);
            }
        }

        bool Covers(JsonNode? match) => ResourceRules.Cover(match, before is null ? "CREATE" : "UPDATE", kind, item, space);
    }

    private static void Judge(JsonObject policy, JsonObject binding, ResourceKind kind, JsonObject item, WriteOptions options)
    {
        bool?[] conditions = [.. policy.Items("spec", "matchConditions").Select(Value)];
        if (conditions.Contains(false))
        {
            return;
        }

        var conditional = conditions.Contains(null);
        foreach (var validation in policy.Items("spec", "validations"))
        {
            var value = conditional ? null : Value(validation);
            if (value is null)
            {
                options.Warn?.Invoke($"the sandbox does not evaluate the expressions of {Kind} '{policy.Name()}', other than true and "
                    + "false: it decides nothing here");
                return;
            }

            if (value == false)
            {
                Fail(policy, binding, validation, kind, item, options);
            }
        }
    }

    private static void Fail(JsonObject policy, JsonObject binding, JsonObject validation, ResourceKind kind, JsonObject item,
        WriteOptions options)
    {
        var who = $"{Kind} '{policy.Name()}' with binding '{binding.Name()}'";
        var why = validation.Text("message") ?? $"failed expression: {validation.Text("expression")?.Trim()}";
        string?[] actions = [.. (binding.At("spec", "validationActions") as JsonArray ?? []).Select(action => action.Text())];
        if (actions.Contains("Warn"))
        {
            options.Warn?.Invoke($"Validation failed for {who}: {why}");
        }

        if (actions.Contains("Deny"))
        {
            var reason = validation.Text("reason") is { } chosen && s_codes.ContainsKey(chosen) ? chosen : "Invalid";
            var refusal = ApiException.Forbidden(kind, item.Name(), $"{who} denied request: {why}");
            throw new ApiException(s_codes[reason], reason, refusal.Message) { Details = refusal.Details };
        }
    }

    private static bool? Value(JsonObject expression) => expression.Text("expression")?.Trim() switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };
}
