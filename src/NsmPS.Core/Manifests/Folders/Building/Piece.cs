using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Manifests.Folders.Building;

/// <summary>An object while a kustomization is built: it is known by its earlier names too.</summary>
internal sealed class Piece(JsonObject item, string place)
{
    private const string Default = "default";

    private readonly List<(string Name, string? Namespace)> _before = [(item.Name(), item.Namespace())];
    private readonly List<string> _affixes = [];

    public JsonObject Item { get; set; } = item;

    /// <summary>Where it was written, for messages.</summary>
    public string Place => place;

    /// <summary>Whether its name ends with a digest of what it holds.</summary>
    public bool NeedsDigest { get; init; }

    public string Kind => Item.Kind();

    /// <summary>The prefixes and suffixes that it got, by which references of the same part of the tree know it.</summary>
    public IReadOnlyList<string> Affixes => _affixes;

    /// <summary>Renames it.</summary>
    public void Rename(string name)
    {
        Item.Ensure("metadata")["name"] = name;
        Remember();
    }

    /// <summary>Puts something before and after its name.</summary>
    public void Rename(string prefix, string suffix)
    {
        _affixes.Add($"{prefix}*{suffix}");
        Rename(prefix + Item.Name() + suffix);
    }

    /// <summary>Moves it to a namespace.</summary>
    public void Move(string @namespace)
    {
        Item.Ensure("metadata")["namespace"] = @namespace;
        Remember();
    }

    /// <summary>Whether it has or had a name.</summary>
    public bool IsCalled(string name) => Names.Contains(name);

    /// <summary>All names that it has or had.</summary>
    public IEnumerable<string> Names => _before.Select(earlier => earlier.Name);

    /// <summary>All namespaces that it is or was in; none counts as default.</summary>
    public IEnumerable<string> Namespaces => _before.Select(earlier => earlier.Namespace ?? Default);

    /// <summary>Whether it is or was in a namespace; none counts as default.</summary>
    public bool IsIn(string? @namespace) => Namespaces.Contains(@namespace ?? Default);

    private void Remember() => _before.Add((Item.Name(), Item.Namespace()));
}
