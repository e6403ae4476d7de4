using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Validation;

/// <summary>Looks for what an object's type does not know, as the API server does when it decodes the object.</summary>
internal sealed class FieldVisit
{
    private readonly List<FieldStep> _path = [];
    private readonly List<FieldProblem> _unknown = [];
    private readonly List<FieldProblem> _wrong = [];

    private FieldVisit()
    {
    }

    /// <summary>The fields that were not known, in the order in which they were found.</summary>
    public IReadOnlyList<FieldProblem> Unknown => _unknown;

    /// <summary>The values of a wrong type.</summary>
    public IReadOnlyList<FieldProblem> Wrong => _wrong;

    /// <summary>Visits an object, and takes the unknown fields away.</summary>
    /// <param name="item">The object, or a field of one.</param>
    /// <param name="shape">What it should be.</param>
    /// <param name="at">The field that it is; null for a whole object.</param>
    public static FieldVisit Of(JsonNode? item, FieldShape shape, string? at = null)
    {
        var visit = new FieldVisit();
        if (at is not null)
        {
            visit._path.Add(new FieldStep(at));
        }

        visit.Visit(item, shape, shape);
        return visit;
    }

    private void Visit(JsonNode? node, FieldShape shape, FieldShape owner)
    {
        switch (shape.Form, node)
        {
            case (FieldForm.Anything, _) or (_, null):
                break;
            case (FieldForm.Fields, JsonObject fields):
                VisitFields(fields, shape);
                break;
            case (FieldForm.Map, JsonObject map):
                for (var i = 0; i < map.Count; i++)
                {
                    (var name, var value) = map.GetAt(i);
                    Step(new FieldStep(name, OfMap: true), value, shape.Inner!, owner);
                }

                break;
            case (FieldForm.List, JsonArray list):
                for (var i = 0; i < list.Count; i++)
                {
                    Step(new FieldStep("", Index: i, List: list), list[i], shape.Inner!, owner);
                }

                break;
            default:
                if (node is not JsonValue single || !FieldValues.Fits(single, shape.Form))
                {
                    _wrong.Add(new FieldProblem([.. _path], owner, shape, node));
                }

                break;
        }
    }

    private void VisitFields(JsonObject fields, FieldShape shape)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            (var name, var value) = fields.GetAt(i);
            if (shape.Fields.TryGetValue(name, out var inner))
            {
                Step(new FieldStep(name), value, inner, shape);
            }
            else
            {
                _unknown.Add(new FieldProblem([.. _path, new FieldStep(name)], shape, null, value ?? new JsonObject()));
                fields.RemoveAt(i--);
            }
        }
    }

    private void Step(FieldStep step, JsonNode? value, FieldShape shape, FieldShape owner)
    {
        _path.Add(step);
        Visit(value, shape, owner);
        _path.RemoveAt(_path.Count - 1);
    }
}
