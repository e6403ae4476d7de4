using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Fields;

/// <summary>JSON patch, RFC 6902.</summary>
internal static class JsonPatch
{
    private const string Last = "-";

    /// <exception cref="ApiException">Invalid (422) when an operation does not fit or a test fails.</exception>
    public static JsonObject Apply(JsonObject target, JsonArray operations)
    {
        var root = new JsonObject { ["root"] = target.DeepClone() };
        foreach (var operation in operations)
        {
            var path = operation.Text("path") ?? throw Misfit("an operation without a path");
            switch (operation.Text("op"))
            {
                case "add":
                    Add(root, path, operation.At("value"));
                    break;
                case "remove":
                    Remove(root, path);
                    break;
                case "replace":
                    Remove(root, path);
                    Add(root, path, operation.At("value"));
                    break;
                case "copy":
                    Add(root, path, Read(root, operation.Text("from")));
                    break;
                case "move":
                    var moved = Read(root, operation.Text("from"))?.DeepClone();
                    Remove(root, operation.Text("from")!);
                    Add(root, path, moved);
                    break;
                case "test" when !JsonNode.DeepEquals(Read(root, path), operation.At("value")):
                    throw Misfit($"testing path {path} failed");
                case "test":
                    break;
                default:
                    throw Misfit($"unexpected operation {operation.Text("op")}");
            }
        }

        return root["root"] as JsonObject ?? throw Misfit("the result is not an object");
    }

    private static void Add(JsonObject root, string path, JsonNode? value)
    {
        (var parent, var name) = Find(root, path);
        if (parent is JsonObject map)
        {
            map[name] = value?.DeepClone();
        }
        else if (parent is JsonArray list && (name == Last ? list.Count : Index(name)) is var index && index >= 0 && index <= list.Count)
        {
            list.Insert(index, value?.DeepClone());
        }
        else
        {
            throw Misfit($"doc is missing path: {path}");
        }
    }

    private static void Remove(JsonObject root, string path)
    {
        (var parent, var name) = Find(root, path);
        if (parent is JsonArray list && Index(name) is var index && index >= 0 && index < list.Count)
        {
            list.RemoveAt(index);
        }
        else if (parent is not JsonObject map || !map.Remove(name))
        {
            throw Misfit($"Unable to remove nonexistent key: {path}");
        }
    }

    private static JsonNode? Read(JsonObject root, string? path)
    {
        (var parent, var name) = Find(root, path ?? throw Misfit("an operation without a source"));
        return Step(parent, name);
    }

    private static (JsonNode? Parent, string Name) Find(JsonObject root, string path)
    {
        string[] steps = ["root", .. path.Split('/').Skip(1)
            .Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
        return (steps[..^1].Aggregate((JsonNode?)root, Step), steps[^1]);
    }

    private static JsonNode? Step(JsonNode? node, string name) => node switch
    {
        JsonObject map => map[name],
        JsonArray list when Index(name) is var index && index >= 0 && index < list.Count => list[index],
        _ => null,
    };

    private static int Index(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        ? index
        : -1;

    private static ApiException Misfit(string message) =>
        new(422, "Invalid", $"the server rejected our request due to an error in our request: {message}");
}
