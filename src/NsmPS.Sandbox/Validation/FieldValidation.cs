using System.Text.Json.Nodes;
using NsmPS.Sandbox.Api;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Validation;

/// <summary>What happens to fields that a kind does not know and to values of a wrong type: the query <c>fieldValidation</c>.</summary>
internal sealed class FieldValidation(SandboxSettings settings)
{
    private const string Strict = "Strict";
    private const string Warn = "Warn";
    private const string Ignore = "Ignore";

    // Servers before only drop unknown fields, whatever they are asked for.
    private static readonly Version s_first = new(1, 25);

    private readonly bool _asked = Version.Parse(settings.KubernetesVersion) >= s_first;

    /// <summary>Checks a whole object, and takes unknown fields out of it.</summary>
    /// <returns>How it is to be written.</returns>
    /// <exception cref="ApiException">BadRequest.</exception>
    public WriteOptions Whole(HttpRequest request, ApiTarget target, JsonObject item, IReadOnlyList<string> twice)
    {
        var visit = Visit(target, item);
        if (visit.Wrong is [var wrong, ..])
        {
            throw Refuse(FieldTexts.Decoded(wrong));
        }

        Report(request, Strictly(visit, twice), Refuse);
        return Write(request, Refuse);

        ApiException Refuse(string problem) => ApiException.BadRequest(
            $"{target.Kind.Kind} in version \"{target.Kind.Version}\" cannot be handled as a {target.Kind.Kind}: {problem}");
    }

    /// <summary>How a patched object is to be written.</summary>
    public WriteOptions Patch(HttpRequest request, Func<string> shown) => Write(request, problem => OfPatch(shown(), problem));

    /// <summary>Checks what a patch has made of an object, and takes unknown fields out of it.</summary>
    /// <param name="request">The request; warnings go into its answer.</param>
    /// <param name="target">What it changes.</param>
    /// <param name="item">The patched object.</param>
    /// <param name="merged">The patch, where it is a strategic one.</param>
    /// <param name="twice">The fields that the patch has more than once.</param>
    /// <exception cref="ApiException">Invalid.</exception>
    public JsonObject Patched(HttpRequest request, ApiTarget target, JsonObject item, JsonObject? merged, IReadOnlyList<string> twice)
    {
        Func<string> shown = merged is null ? () => item.ToJsonString(Answers.Readable) : () => FieldTexts.Printed(merged);
        var visit = Visit(target, item);
        if (visit.Wrong is [var wrong, ..])
        {
            throw OfPatch(shown(), merged is null ? FieldTexts.Decoded(wrong) : FieldTexts.Converted(wrong));
        }

        Report(request, Strictly(visit, twice), problem => OfPatch(shown(), problem));
        return item;
    }

    /// <summary>Checks a configuration to apply. There the schema has to know every field, whatever the request asks for.</summary>
    /// <returns>How it is to be written.</returns>
    /// <exception cref="ApiException">An internal error, as in the real server.</exception>
    public static WriteOptions Applied(HttpRequest request, ApiTarget target, JsonObject configuration)
    {
        var visit = Visit(target, configuration);
        return visit.Wrong.Count + visit.Unknown.Count == 0
            ? request.Write() with { Unknown = fields => throw Refuse(FieldTexts.Errors([.. fields.Select(Undeclared)])) }
            : throw Refuse(FieldTexts.Undeclared(visit));

        ApiException Refuse(string problems) => new(StatusCodes.Status500InternalServerError, "",
            $"failed to create typed patch object ({target.Namespace}/{target.Name}; {target.Kind.Group}/{target.Kind.Version}, "
                + $"Kind={target.Kind.Kind}): {problems}");

        static string Undeclared(string field) => FieldTexts.Undeclared("." + field);
    }

    // What names another kind is refused for that.
    private static FieldVisit Visit(ApiTarget target, JsonObject item) =>
        KindShapes.Of(target.Kind) is not { } shape
            ? FieldVisit.Of(item[JsonObjects.MetadataField], KindShapes.Metadata, JsonObjects.MetadataField)
        : item.Text("kind") is not { Length: > 0 } kind || kind == target.Kind.Kind ? FieldVisit.Of(item, shape)
        : FieldVisit.Of(null, shape);

    private static string[] Strictly(FieldVisit visit, IReadOnlyList<string> twice) =>
        visit.Unknown.Count + twice.Count == 0
            ? []
            : [.. twice.Select(FieldTexts.Duplicate), .. visit.Unknown.Select(problem => FieldTexts.Unknown(problem.Place()))];

    // Patches are of no object that the answer could name.
    private static ApiException OfPatch(string patch, string problem)
    {
        var message = $"Invalid value: {JsonValue.Create(patch).ToJsonString(Answers.Readable)}: {problem}";
        return new ApiException(StatusCodes.Status422UnprocessableEntity, "Invalid", $" \"\" is invalid: patch: {message}")
        {
            Details = new JsonObject
            {
                ["causes"] = new JsonArray(
                    new JsonObject { ["reason"] = "FieldValueInvalid", ["message"] = message, ["field"] = "patch" }),
            },
        };
    }

    private WriteOptions Write(HttpRequest request, Func<string, ApiException> refuse) => request.Write() with
    {
        Unknown = fields => Report(request, [.. fields.Select(FieldTexts.Unknown)], refuse),
    };

    private void Report(HttpRequest request, string[] problems, Func<string, ApiException> refuse)
    {
        var wish = request.Value("fieldValidation") ?? Warn;
        if (wish is not (Strict or Warn or Ignore))
        {
            throw new ApiException(StatusCodes.Status422UnprocessableEntity, "Invalid",
                $"{(HttpMethods.IsPost(request.Method) ? "Create" : HttpMethods.IsPut(request.Method) ? "Update" : "Patch")}"
                    + $"Options.meta.k8s.io \"\" is invalid: fieldValidation: Unsupported value: \"{wish}\": supported values: \"\", "
                    + $"\"{Ignore}\", \"{Strict}\", \"{Warn}\"");
        }

        if (!_asked || problems.Length == 0 || wish == Ignore)
        {
            return;
        }

        if (wish == Strict)
        {
            throw refuse(FieldTexts.Strict(problems));
        }

        foreach (var problem in problems.Distinct())
        {
            request.HttpContext.Warn(problem);
        }
    }
}
