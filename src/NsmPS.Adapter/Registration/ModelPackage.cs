using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Adapter.Registration;

/// <summary>A release's model and components in one file, which <c>mesheryctl model import</c> and the server's import take.</summary>
/// <param name="Version">The release.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="Content">A tar file, compressed with gzip. The same release gives the same bytes.</param>
internal sealed record ModelPackage(string Version, string FileName, byte[] Content)
{
    private const string DefinitionVersion = "v1.0.0";

    /// <summary>One package for each release.</summary>
    public static IEnumerable<ModelPackage> For(Catalog catalog) =>
        ComponentDefinitions.For(catalog).GroupBy(definition => definition.Version).Select(release => Make(release.Key, release));

    /// <summary>Writes all packages into a folder, which is made if it is missing.</summary>
    /// <returns>The files.</returns>
    public static IReadOnlyList<string> Write(Catalog catalog, string folder)
    {
        Directory.CreateDirectory(folder);
        var files = new List<string>();
        foreach (var package in For(catalog))
        {
            var file = Path.Combine(folder, package.FileName);
            File.WriteAllBytes(file, package.Content);
            files.Add(file);
        }

        return files;
    }

    private static ModelPackage Make(string release, IEnumerable<ComponentDefinition> definitions)
    {
        using var content = new MemoryStream();
        using (var compressed = new GZipStream(content, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(compressed, TarEntryFormat.Ustar))
        {
            var folder = $"{AdapterIdentity.ModelName}/{release}/{DefinitionVersion}";
            Add(tar, $"{folder}/model.json", ComponentDefinitions.Model(release));
            foreach (var definition in definitions)
            {
                Add(tar, $"{folder}/components/{definition.Kind}.json", definition.Document);
            }
        }

        return new ModelPackage(release, $"{AdapterIdentity.ModelName}-{release}.tar.gz", content.ToArray());
    }

    private static void Add(TarWriter tar, string name, JsonObject document) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(document.ToJsonString())),
            ModificationTime = DateTimeOffset.UnixEpoch,
        });
}
