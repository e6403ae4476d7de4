using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Manifests.Folders.Building;

/// <summary>Patches by the rules of RFC 6902.</summary>
internal static class JsonPatch
{
    /// <summary>Carries out the operations of a patch one after the other.</summary>
    /// <exception cref="FormatException">An operation is malformed, or names a place that is not there.</exception>
    public static JsonObject Apply(JsonObject target, JsonArray operations)
    {
        JsonNode root = target.Clone();
        foreach (var entry in operations)
        {
            var operation = entry as JsonObject ?? throw new FormatException("an operation must be a mapping");
            var path = Steps(operation.Text("path") ?? throw new FormatException("an operation has no path"));
            root = operation.Text("op") switch
            {
                "add" => Add(root, path, Value(operation)),
                "remove" => Remove(root, path).Root,
                "replace" => Replace(root, path, Value(operation)),
                "test" when JsonNode.DeepEquals(Get(root, path), Value(operation)) => root,
                "test" => throw new FormatException($"{operation.Text("path")} is not what the patch expects"),
                "copy" => Add(root, path, Get(root, From(operation))?.DeepClone()),
                "move" => Move(root, From(operation), path),
                var other => throw new FormatException($"'{other}' is no operation; there are add, remove, replace, move, copy and test"),
            };
        }

        return root as JsonObject ?? throw new FormatException("the patch replaces the object by something else");
    }

    private static JsonNode Move(JsonNode root, string[] from, string[] path)
    {
        var (rest, value) = Remove(root, from);
        return Add(rest, path, value);
    }

    private static JsonNode? Value(JsonObject operation) => operation.ContainsKey("value")
        ? operation["value"]?.DeepClone()
        : throw new FormatException("an operation has no value");

    private static string[] From(JsonObject operation) =>
        Steps(operation.Text("from") ?? throw new FormatException("an operation has no from"));

    private static string[] Steps(string path) => path.Length == 0 ? []
        : path[0] == '/' ? [.. path[1..].Split('/').Select(step => step.Replace("~1", "/", StringComparison.Ordinal)
            .Replace("~0", "~", StringComparison.Ordinal))]
        : throw new FormatException($"the path '{path}' does not begin with /");

    private static JsonNode? Get(JsonNode? root, ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            root = root switch
            {
                JsonObject mapping when mapping.ContainsKey(step) => mapping[step],
                JsonArray list => list[Index(list, step, list.Count - 1)],
                _ => throw Missing(step),
            };
        }

        return root;
    }

    private static JsonNode Add(JsonNode root, string[] path, JsonNode? value)
    {
        if (path.Length == 0)
        {
            return value ?? throw new FormatException("the patch replaces the object by nothing");
        }

        switch (Get(root, path.AsSpan()[..^1]))
        {
            case JsonObject mapping:
                mapping[path[^1]] = value;
                break;
            case JsonArray list:
                list.Insert(path[^1] == "-" ? list.Count : Index(list, path[^1], list.Count), value);
                break;
            default:
                throw Missing(path[^1]);
        }

        return root;
    }

    private static (JsonNode Root, JsonNode? Removed) Remove(JsonNode root, string[] path)
    {
        if (path.Length == 0)
        {
            throw new FormatException("the patch removes the object");
        }

        var removed = Get(root, path);
        switch (Get(root, path.AsSpan()[..^1]))
        {
            case JsonArray list:
                list.RemoveAt(Index(list, path[^1], list.Count - 1));
                break;
            case var mapping:
                mapping!.AsObject().Remove(path[^1]);
                break;
        }

        return (root, removed);
    }

    private static JsonNode Replace(JsonNode root, string[] path, JsonNode? value)
    {
        if (path.Length > 0)
        {
            (root, _) = Remove(root, path);
        }

        return Add(root, path, value);
    }

    private static int Index(JsonArray list, string step, int last) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= last ? index
        : throw new FormatException($"the list has no place '{step}'");

    private static FormatException Missing(string step) => new($"there is no '{step}' at the place that the patch names");
}
