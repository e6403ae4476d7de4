using YamlDotNet.RepresentationModel;

namespace NsmPS.Cluster.Config;

/// <summary>A mapping of a kubeconfig, read with the place in mind for messages.</summary>
internal sealed class YamlSection
{
    private readonly string _file;
    private readonly string _place;
    private readonly YamlMappingNode _map;

    public YamlSection(string file, string place, YamlNode node)
    {
        _file = file;
        _place = place;
        _map = node as YamlMappingNode ?? throw KubeconfigErrors.Invalid(file, place.Length == 0 ? "it is not a mapping" : $"{place} is not a mapping");
    }

    /// <summary>An empty section at the place of another.</summary>
    public YamlSection(YamlSection parent)
    {
        (_file, _place, _map) = (parent._file, parent._place, []);
    }

    public IEnumerable<string> Names => _map.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    /// <summary>A text; null when missing, empty or null.</summary>
    public string? Text(string name) => Node(name) switch
    {
        null => null,
        YamlScalarNode scalar => string.IsNullOrEmpty(scalar.Value) || IsNull(scalar) ? null : scalar.Value,
        _ => throw Wrong(name, "a text"),
    };

    public string Required(string name) => Text(name) ?? throw KubeconfigErrors.Invalid(_file, $"{Place(name)} is missing");

    public bool Flag(string name) => Text(name) switch
    {
        null => false,
        { } text => bool.TryParse(text, out bool value) ? value : throw Wrong(name, "true or false"),
    };

    public IEnumerable<string> Texts(string name) =>
        Items(name).Select(item => item is YamlScalarNode scalar ? scalar.Value ?? "" : throw Wrong(name, "a list of texts"));

    public YamlSection? Section(string name) => Node(name) is { } node && !IsNull(node) ? new YamlSection(_file, Place(name), node) : null;

    public IEnumerable<YamlSection> Sections(string name) => Items(name).Select((item, index) => new YamlSection(_file, $"{Place(name)}[{index}]", item));

    private IList<YamlNode> Items(string name) => Node(name) switch
    {
        null => [],
        YamlSequenceNode sequence => sequence.Children,
        { } node when IsNull(node) => [],
        _ => throw Wrong(name, "a list"),
    };

    private YamlNode? Node(string name) => _map.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? node) ? node : null;

    private string Place(string name) => _place.Length == 0 ? name : $"{_place}.{name}";

    private NsmException Wrong(string name, string expected) => KubeconfigErrors.Invalid(_file, $"{Place(name)} is not {expected}");

    /// <summary>Whether a node is YAML's null.</summary>
    public static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "~" or "null" };
}
