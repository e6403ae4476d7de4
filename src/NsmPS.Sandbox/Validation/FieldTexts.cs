using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Validation;

/// <summary>How the API server words what is wrong with fields: a decoder, a converter and a schema each in their own way.</summary>
internal static class FieldTexts
{
    private const int Quantum = 4;

    private static readonly SearchValues<char> s_base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n");

    public static string Unknown(string place) => $"unknown field \"{place}\"";

    public static string Duplicate(string place) => $"duplicate field \"{place}\"";

    public static string Strict(IEnumerable<string> problems) => "strict decoding error: " + string.Join(", ", problems);

    /// <summary>What the decoder of JSON says of a value of a wrong type.</summary>
    public static string Decoded(FieldProblem problem) => (problem.Wanted!.Form, Kind(problem.Found)) switch
    {
        (FieldForm.Quantity, _) => $"quantities must match the regular expression '{FieldValues.QuantityRule}'",
        (FieldForm.Bytes, "string") => $"illegal base64 data at input byte {FirstBad(problem.Found.GetValue<string>())}",
        (FieldForm.Integer or FieldForm.LongInteger or FieldForm.NumberOrText, "number") =>
            CannotUnmarshal(problem, $"number {problem.Found.ToJsonString()}"),
        (_, var found) => CannotUnmarshal(problem, found),
    };

    /// <summary>What the converter of strategic merge patches says of one.</summary>
    public static string Converted(FieldProblem problem) => (problem.Wanted!.Form, Kind(problem.Found)) switch
    {
        (FieldForm.Quantity or FieldForm.Bytes or FieldForm.NumberOrText, _) => Decoded(problem),
        (FieldForm.Text, "number") => "cannot convert int64 to string",
        (FieldForm.Fields, var found) => $"cannot restore struct from: {Restored(found)}",
        (FieldForm.List, var found) => $"cannot restore slice from {Restored(found)}",
        (FieldForm.Map, var found) => $"cannot restore map from {Restored(found)}",
        _ => $"unrecognized type: {problem.Wanted.Name}",
    };

    /// <summary>What the schema of server-side apply says of problems: of each object one unknown field.</summary>
    public static string Undeclared(FieldVisit visit)
    {
        string[] problems =
        [
            .. visit.Wrong.Select(problem => $"{problem.Shown()}: {Expected(problem)}"),
            .. visit.Unknown.DistinctBy(problem => problem.Shown()[..^problem.Path[^1].Name.Length])
                .Select(problem => Undeclared(problem.Shown())),
        ];
        return Errors(problems);
    }

    public static string Undeclared(string path) => $"{path}: field not declared in schema";

    public static string Errors(IReadOnlyList<string> problems) =>
        problems.Count == 1 ? problems[0] : "errors:" + string.Concat(problems.Select(problem => $"\n  {problem}"));

    /// <summary>A value as the programs of Kubernetes print it: <c>map[spec:map[replicas:1]]</c>.</summary>
    public static string Printed(JsonNode? node) => node switch
    {
        null => "<nil>",
        JsonObject map => "map[" + string.Join(' ', map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}:{Printed(pair.Value)}")) + "]",
        JsonArray list => $"[{string.Join(' ', list.Select(Printed))}]",
        _ => node.Text() ?? "",
    };

    private static string CannotUnmarshal(FieldProblem problem, string found) =>
        $"json: cannot unmarshal {found} into Go struct field {problem.Owner.ShortName}.{problem.Fields()} of type {problem.Wanted!.Name}";

    private static string Expected(FieldProblem problem) => problem.Wanted!.Form switch
    {
        FieldForm.Fields or FieldForm.Map => $"expected map, got &{{{Printed(problem.Found)}}}",
        FieldForm.List => $"expected list, got &{{{Printed(problem.Found)}}}",
        FieldForm.Flag => $"expected boolean, got &{{{Printed(problem.Found)}}}",
        FieldForm.Integer or FieldForm.LongInteger or FieldForm.Number => "expected numeric (int or float), got *value.valueUnstructured",
        _ => $"expected string, got &value.valueUnstructured{{Value:{Detailed(problem.Found)}}}",
    };

    private static string Detailed(JsonNode? node) => node switch
    {
        JsonObject map => "map[string]interface {}{" + string.Join(", ", map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"\"{pair.Key}\":{Detailed(pair.Value)}")) + "}",
        JsonArray list => $"[]interface {{}}{{{string.Join(", ", list.Select(Detailed))}}}",
        null => "interface {}(nil)",
        _ => node.ToJsonString(),
    };

    private static string Kind(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        _ => "bool",
    };

    private static string Restored(string found) => found switch
    {
        "object" => "map",
        "array" => "slice",
        "number" => "int64",
        _ => found,
    };

    private static int FirstBad(string text)
    {
        var bad = text.AsSpan().IndexOfAnyExcept(s_base64);
        return bad >= 0 ? bad : text.Length / Quantum * Quantum;
    }
}
