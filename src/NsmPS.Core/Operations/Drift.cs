using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Names;

namespace NsmPS.Operations;

/// <summary>Compares objects as pure functions.</summary>
internal static class Drift
{
    private const int NamedPaths = 5;

    private static readonly string[] s_serverFields = ["managedFields", "resourceVersion", "generation", "creationTimestamp",
        "uid", "selfLink"];

    /// <summary>The fields in which what the server would store differs from what it stores; values are never shown.</summary>
    public static IReadOnlyList<string> Between(JsonObject live, JsonObject wanted)
    {
        var paths = new List<string>();
        Compare(Stripped(live), Stripped(wanted), "", paths);
        return paths;
    }

    public static string Describe(IReadOnlyList<string> paths) => ShownText.List(paths, NamedPaths);

    /// <summary>The fields of a manifest that an object lacks or has with another value. What the object has in addition does not count:
    /// defaults and injected containers are such.</summary>
    public static IReadOnlyList<string> Missing(JsonObject manifest, JsonObject live)
    {
        var paths = new List<string>();
        Contain(manifest, live, "", paths);
        return paths;
    }

    private static JsonObject Stripped(JsonObject item)
    {
        var copy = item.Clone();
        copy.Remove("status");
        foreach (var field in s_serverFields)
        {
            (copy["metadata"] as JsonObject)?.Remove(field);
        }

        RemoveOperation(copy);
        return copy;
    }

    /// <summary>Which operation changed an object last is no reason to change it.</summary>
    private static void RemoveOperation(JsonObject item)
    {
        if (item.At("metadata", "annotations") is JsonObject annotations && annotations.Remove(OwnNames.OperationAnnotation)
            && annotations.Count == 0)
        {
            item.Ensure("metadata").Remove("annotations");
        }
    }

    private static void Compare(JsonNode? left, JsonNode? right, string path, List<string> paths)
    {
        if (left is JsonObject a && right is JsonObject b)
        {
            foreach (var key in a.Select(entry => entry.Key).Union(b.Select(entry => entry.Key)))
            {
                Compare(a[key], b[key], $"{path}.{key}", paths);
            }
        }
        else if (left is JsonArray x && right is JsonArray y && x.Count == y.Count)
        {
            for (var i = 0; i < x.Count; i++)
            {
                Compare(x[i], y[i], $"{path}[{i}]", paths);
            }
        }
        else if (!JsonNode.DeepEquals(left, right))
        {
            paths.Add(path.TrimStart('.'));
        }
    }

    private static void Contain(JsonNode? wanted, JsonNode? live, string path, List<string> paths)
    {
        if (wanted is JsonObject a && live is JsonObject b)
        {
            foreach (var (key, value) in a)
            {
                Contain(value, b[key], $"{path}.{key}", paths);
            }
        }
        else if (wanted is JsonArray x && live is JsonArray y)
        {
            for (var i = 0; i < x.Count; i++)
            {
                Contain(x[i], Match(x[i], i, y), $"{path}[{i}]", paths);
            }
        }
        else if (!JsonNode.DeepEquals(wanted, live))
        {
            paths.Add(path.TrimStart('.'));
        }
    }

    /// <summary>Elements with a name are found by it, others by their place.</summary>
    private static JsonNode? Match(JsonNode? wanted, int index, JsonArray live) => wanted.Text("name") is { } name
        ? live.FirstOrDefault(entry => entry.Text("name") == name)
        : index < live.Count ? live[index] : null;
}
