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
        foreach (var (policy, binding) in PolicyMatches.Of(store, BuiltIn.ValidatingAdmissionPolicies,
            BuiltIn.ValidatingAdmissionPolicyBindings, kind, item, before, options))
        {
            Judge(policy, binding, kind, item, options);
        }
    }

    private static void Judge(JsonObject policy, JsonObject binding, ResourceKind kind, JsonObject item, WriteOptions options)
    {
        var applies = PolicyMatches.Applies(policy);
        if (applies == false)
        {
            return;
        }

        foreach (var validation in policy.Items("spec", "validations"))
        {
            var value = applies is null ? null : PolicyMatches.Value(validation);
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
}
