using System.Text.Json.Nodes;
using NsmPS.Sandbox.Api;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Validation.Values;

/// <summary>The values of an object that its kind does not allow, worded as the API server does.</summary>
internal sealed class ValueProblems
{
    private readonly List<(string Field, string Reason, string Message)> _all = [];

    public void Required(string field, string detail = "") =>
        Add(field, "Required", detail.Length == 0 ? "Required value" : $"Required value: {detail}");

    public void Invalid(string field, JsonNode? value, string why) => Add(field, "Invalid", $"Invalid value: {Shown(value)}: {why}");

    public void Duplicate(string field, JsonNode? value) => Add(field, "Duplicate", $"Duplicate value: {Shown(value)}");

    public void NotFound(string field, JsonNode? value) => Add(field, "NotFound", $"Not found: {Shown(value)}");

    /// <summary>Refuses a value that is none of those that there are.</summary>
    public void Supported(string field, JsonNode? value, params string[] values)
    {
        if (value is not null && !values.Contains(value.Text()))
        {
            Add(field, "NotSupported", $"Unsupported value: {Shown(value)}: supported values: "
                + string.Join(", ", values.Select(name => $"\"{name}\"")));
        }
    }

    /// <summary>Refuses numbers that no port has.</summary>
    public void Port(string field, JsonObject owner, string name)
    {
        if (owner.NumberOrNull(name) is < 1 or > ushort.MaxValue)
        {
            Invalid(field, owner[name], "must be between 1 and 65535, inclusive");
        }
    }

    /// <exception cref="ApiException">Invalid, with all problems.</exception>
    public void ThrowIfAny(ResourceKind kind, string name)
    {
        if (_all.Count == 0)
        {
            return;
        }

        string[] texts = [.. _all.Select(problem => $"{problem.Field}: {problem.Message}")];
        throw ApiException.Invalid(kind, name, texts.Length == 1 ? texts[0] : $"[{string.Join(", ", texts)}]", _all.Select(problem =>
            new JsonObject
            {
                ["reason"] = $"FieldValue{problem.Reason}",
                ["message"] = problem.Message,
                ["field"] = problem.Field,
            }));
    }

    private static string Shown(JsonNode? value) => value?.ToJsonString(Answers.Readable) ?? "null";

    private void Add(string field, string reason, string message) => _all.Add((field, reason, message));
}
