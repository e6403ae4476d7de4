using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Manifests;

/// <summary>The objects of a user's own manifest, read and checked: at most 2 MiB of text, 500 objects, 100 levels and 150 000 values, with
/// those that aliases repeat; each object has apiVersion, kind and metadata.name. A <c>List</c> counts as its items. What only a server
/// writes (uid, resourceVersion, managedFields and the like) is left out.</summary>
public sealed class ManifestSource
{
    private const int LongestName = 200;

    internal ManifestSource(string name, ImmutableArray<JsonObject> objects) => (Name, Objects) = (name, objects);

    /// <summary>Where the objects come from, as messages show it.</summary>
    public string Name { get; }

    /// <summary>How many objects there are.</summary>
    public int Count => Objects.Length;

    internal ImmutableArray<JsonObject> Objects { get; }

    /// <summary>Reads YAML or JSON with any number of documents.</summary>
    /// <exception cref="NsmException">ManifestInvalid, with the source and the place in it.</exception>
    public static ManifestSource FromYaml(string text, string sourceName)
    {
        var name = ShownText.Of(sourceName, LongestName);
        return new ManifestSource(name, ManifestReader.Read(name, [(name, text)]));
    }

    /// <summary>Reads the <c>*.yaml</c> and <c>*.yml</c> files of a folder, by name; folders in it are not read.</summary>
    /// <param name="folder">The folder; a path that an administrator chose, never one from the network.</param>
    /// <exception cref="NsmException">ManifestInvalid; also when the folder or a file of it cannot be read.</exception>
    public static ManifestSource FromFolder(string folder) => new(folder, ManifestReader.ReadFolder(folder));
}
