using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NsmPS.Cluster;
using NsmPS.Manifests.Yaml;

namespace NsmPS.Manifests;

internal static class ManifestReader
{
    public static ImmutableArray<JsonObject> Read(IReadOnlyList<(string Source, string Text)> texts) =>
        [.. texts.SelectMany(entry => YamlReader.Read(entry.Text, entry.Source))];

    public static ImmutableArray<JsonObject> ReadFolder(string folder) => throw new NsmException(NsmErrors.ManifestInvalid, folder);

    public static ImmutableArray<JsonObject> Check(IEnumerable<JsonObject> objects, string source) => [.. objects.Select(item => item.Clone())];
}
