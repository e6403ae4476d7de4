using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Apply;

/// <summary>Finds the fields of a manifest in which an object is no longer as the server would make it of that manifest.</summary>
/// <remarks>Only what the manifest sets is looked at: fields and list elements that others
/// added, and the server's defaults, are no difference.</remarks>
internal sealed class FieldComparison
{
    /// <summary>The keys by which Kubernetes tells elements of an unordered list apart.</summary>
    private static readonly string[] s_keys = ["name", "mountPath", "containerPort", "port"];

    private readonly List<FieldDifference> _differences = [];
    private readonly bool _secret;

    private FieldComparison(bool secret) => _secret = secret;

    /// <summary>Compares one object.</summary>
    /// <param name="manifest">What was applied.</param>
    /// <param name="wanted">What the server's dry run makes of the object when that is applied again.</param>
    /// <param name="live">The object.</param>
    public static IReadOnlyList<FieldDifference> Between(JsonObject manifest, JsonObject wanted, JsonObject live)
    {
        var comparison = new FieldComparison(MaskedText.IsSecret(manifest));
        comparison.Compare(manifest, wanted, live, "");
        return comparison._differences;
    }

    private void Compare(JsonNode? manifest, JsonNode? wanted, JsonNode? live, string path)
    {
        if (JsonNode.DeepEquals(wanted, live))
        {
            return;
        }

        if (manifest is JsonObject fields && wanted is JsonObject a && live is JsonObject b)
        {
            foreach (var (name, value) in fields)
            {
                Compare(value, a[name], b[name], Join(path, name));
            }
        }
        else if (manifest is JsonArray elements && wanted is JsonArray x && live is JsonArray y)
        {
            CompareLists(elements, x, y, path);
        }
        else
        {
            Add(path, wanted, live);
        }
    }

    private void CompareLists(JsonArray manifest, JsonArray wanted, JsonArray live, string path)
    {
        if (FindKey(wanted, live) is { } key)
        {
            foreach (var element in manifest)
            {
                var name = element.Text(key);
                Compare(element, Find(wanted, key, name), Find(live, key, name), $"{path}[{name}]");
            }

            foreach (var name in live.Select(element => element.Text(key)).Where(name => Find(wanted, key, name) is null))
            {
                Add($"{path}[{name}]", null, Find(live, key, name));
            }
        }
        else if (manifest.Count == wanted.Count && wanted.Count == live.Count)
        {
            for (var i = 0; i < wanted.Count; i++)
            {
                Compare(manifest[i], wanted[i], live[i], $"{path}[{i}]");
            }
        }
        else
        {
            Add(path, wanted, live);
        }
    }

    private void Add(string path, JsonNode? wanted, JsonNode? live)
    {
        var kind = live is null ? NsmDriftKind.Missing : wanted is null ? NsmDriftKind.Added : NsmDriftKind.Changed;
        _differences.Add(new FieldDifference(path, kind, MaskedText.Of(wanted, path, _secret), MaskedText.Of(live, path, _secret)));
    }

    private static string? FindKey(JsonArray wanted, JsonArray live) =>
        s_keys.FirstOrDefault(key => HasDistinct(wanted, key) && HasDistinct(live, key));

    private static bool HasDistinct(JsonArray list, string key)
    {
        var names = list.Select(element => element.Text(key)).ToArray();
        return names.All(name => name is not null) && names.Distinct(StringComparer.Ordinal).Count() == names.Length;
    }

    private static JsonNode? Find(JsonArray list, string key, string? name) => list.FirstOrDefault(element => element.Text(key) == name);

    /// <summary>Names of labels and annotations hold dots themselves.</summary>
    private static string Join(string path, string name) =>
        path.Length == 0 ? name : name.AsSpan().ContainsAny('.', '/') ? $"{path}[{name}]" : $"{path}.{name}";
}
