using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Config;

/// <summary>A mapping of a kubeconfig, read with the place in mind for messages. As with kubectl, a number or Boolean is no text.</summary>
internal sealed class KubeconfigSection
{
    private readonly string _file;
    private readonly string _place;
    private readonly JsonObject _map;

    public KubeconfigSection(string file, string place, JsonNode? node)
    {
        _file = file;
        _place = place;
        _map = node as JsonObject ?? throw KubeconfigErrors.Invalid(file, $"{(place.Length == 0 ? "it" : place)} is not a mapping");
    }

    /// <summary>An empty section at the place of another.</summary>
    public KubeconfigSection(KubeconfigSection parent)
    {
        (_file, _place, _map) = (parent._file, parent._place, []);
    }

    public IEnumerable<string> Names => _map.Select(entry => entry.Key);

    /// <summary>A text; null when missing, empty or null.</summary>
    public string? Text(string name) => _map[name] switch
    {
        null => null,
        { } node => TextOf(node, name) is { Length: > 0 } text ? text : null,
    };

    public string Required(string name) => Text(name) ?? throw KubeconfigErrors.Invalid(_file, $"{Place(name)} is missing");

    public bool Flag(string name) => _map[name] switch
    {
        null => false,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw Wrong(name, "true or false"),
    };

    public IEnumerable<string> Texts(string name) => Items(name).Select(item => item is null ? "" : TextOf(item, name));

    public KubeconfigSection? Section(string name) => _map[name] is { } node ? new KubeconfigSection(_file, Place(name), node) : null;

    public IEnumerable<KubeconfigSection> Sections(string name) =>
        Items(name).Select((item, index) => new KubeconfigSection(_file, $"{Place(name)}[{index}]", item));

    /// <summary>The entries of a list, one for each mapping. As with kubectl, an entry may be empty, and what is not a
    /// mapping is left out.</summary>
    public IEnumerable<KubeconfigSection> Entries(string name) => Items(name)
        .Select((item, index) => (Item: item ?? new JsonObject(), Place: $"{Place(name)}[{index}]"))
        .Where(entry => entry.Item is JsonObject)
        .Select(entry => new KubeconfigSection(_file, entry.Place, entry.Item));

    /// <summary>The name of an entry; empty when it has none.</summary>
    public string Name => _map["name"] is JsonValue value && value.TryGetValue(out string? name) ? name : "";

    /// <summary>The value of a key as it stands; null when missing.</summary>
    public JsonNode? Node(string name) => _map[name];

    private JsonArray Items(string name) => _map[name] switch
    {
        null => [],
        JsonArray list => list,
        _ => throw Wrong(name, "a list"),
    };

    private string TextOf(JsonNode node, string name) => node is not JsonValue value ? throw Wrong(name, "a text")
        : value.TryGetValue(out string? text) ? text
        : throw Wrong(name, "a text but a number, true or false: put it in quotes");

    private string Place(string name) => _place.Length == 0 ? name : $"{_place}.{name}";

    private NsmException Wrong(string name, string expected) => KubeconfigErrors.Invalid(_file, $"{Place(name)} is not {expected}");
}
