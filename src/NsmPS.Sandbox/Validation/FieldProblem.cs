using System.Text.Json.Nodes;
using NsmPS.Sandbox.Fields;

namespace NsmPS.Sandbox.Validation;

/// <summary>A step into an object: a field, a key of a map, or an item of a list.</summary>
/// <param name="Name">The name of the field or key.</param>
/// <param name="OfMap">Whether the name is a key of a map, which the object's type does not know.</param>
/// <param name="Index">The item's place in the list; -1 for others.</param>
/// <param name="List">The list.</param>
internal readonly record struct FieldStep(string Name, bool OfMap = false, int Index = -1, JsonArray? List = null);

/// <summary>What is wrong with a field.</summary>
/// <param name="Path">The way to it.</param>
/// <param name="Owner">The innermost object with known fields around it.</param>
/// <param name="Wanted">What it should be; null for a field that the object does not have.</param>
/// <param name="Found">What it is.</param>
internal sealed record FieldProblem(IReadOnlyList<FieldStep> Path, FieldShape Owner, FieldShape? Wanted, JsonNode Found)
{
    /// <summary>The path as strict decoding writes it: <c>spec.containers[0].image</c>.</summary>
    public string Place() => string.Concat(Path.Select(step => step.Index < 0 ? $".{step.Name}" : $"[{step.Index}]")).TrimStart('.');

    /// <summary>The path as decoding writes it, of fields only: <c>spec.containers.image</c>.</summary>
    public string Fields() => string.Join('.', Path.Where(step => step is { Index: < 0, OfMap: false }).Select(step => step.Name));

    /// <summary>The path as an apply writes it: <c>.spec.containers[name="c"].image</c>.</summary>
    public string Shown() => FieldPaths.Shown(string.Concat(Path.Select((_, at) => Noted(at) + FieldPaths.End)));

    private string Noted(int at)
    {
        if (Path[at] is not { List: { } list, Index: var index })
        {
            return FieldPaths.Field + Path[at].Name;
        }

        return at > 0 && ListRules.Keys(Path[at - 1].Name, list, builtIn: true) is { } keys
            ? FieldPaths.Key + ListRules.KeyOf((JsonObject)list[index]!, keys).ToJsonString()
            : FieldPaths.Element + index;
    }
}
