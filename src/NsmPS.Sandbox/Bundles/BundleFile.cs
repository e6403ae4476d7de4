using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Bundles;

namespace NsmPS.Sandbox.Bundles;

/// <summary>
/// Reads a support bundle. It may be a stranger's: nothing is written anywhere, only names that belong to a bundle are read, and how much
/// comes out of the zip is counted while it comes out.
/// </summary>
internal sealed class BundleFile
{
    private const int MostFiles = 20_000;
    private const int MostObjects = 100_000;
    private const long LargestZip = 256L * 1024 * 1024;

    /// <summary>More than the largest bundle that is written.</summary>
    private const long LargestContent = 600L * 1024 * 1024;

    private static readonly JsonSerializerOptions s_json = new()
    {
        MaxDepth = 256,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly long _largest;
    private long _left;

    private BundleFile(ZipArchive zip, long largest)
    {
        (_largest, _left) = (largest, largest);
        if (zip.Entries.Count > MostFiles)
        {
            throw new BundleException($"it has more than {MostFiles} files");
        }

        foreach (var entry in zip.Entries)
        {
            if (IsOutside(entry.FullName) || !_entries.TryAdd(entry.FullName, entry))
            {
                throw new BundleException("it has a file whose name leads out of it, or stands twice");
            }
        }
    }

    /// <summary>Reads the whole bundle.</summary>
    /// <param name="path">The file.</param>
    /// <param name="largest">How many bytes its files may have together.</param>
    /// <exception cref="BundleException">The file is no bundle, or more than a bundle may be.</exception>
    public static BundleContent Read(string path, long largest = LargestContent)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > LargestZip)
            {
                throw new BundleException($"it is larger than {LargestZip / 1024 / 1024} MiB");
            }

            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            return new BundleFile(zip, largest).Read();
        }
        catch (Exception failure) when (failure is BundleException or InvalidDataException or JsonException or InvalidOperationException
            or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new BundleException($"'{path}' is not a support bundle that can be shown: {failure.Message}");
        }
    }

    private BundleContent Read()
    {
        var index = Required<BundleIndex>(BundleFormat.Index);
        if (index.Format != BundleFormat.Number)
        {
            throw new BundleException($"its form is {index.Format}, and this sandbox reads {BundleFormat.Number}");
        }

        var objects = _entries.Keys.Where(name => name.StartsWith(BundleFormat.ObjectFolder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).SelectMany(name => Required<JsonObject>(name).Items("items").ToArray()).ToArray();
        return objects.Length > MostObjects ? throw new BundleException($"it has more than {MostObjects} objects") : new BundleContent
        {
            Index = index,
            Objects = objects,
            Commands = List<RecordedCommand>(BundleFormat.Commands),
            Trials = List<RecordedTrial>(BundleFormat.Trials),
            Managers = List<RecordedManager>(BundleFormat.Managers),
            Secrets = List<RecordedSecret>(BundleFormat.Secrets),
            Logs = List<RecordedLog>(BundleFormat.Logs).DistinctBy(log => (log.Namespace, log.Pod, log.Container, log.Previous))
                .ToDictionary(log => (log.Namespace, log.Pod, log.Container, log.Previous), Lines),
        };
    }

    private IReadOnlyList<string> Lines(RecordedLog log) =>
        log.File.StartsWith(BundleFormat.LogFolder, StringComparison.Ordinal) && _entries.ContainsKey(log.File)
            ? [.. Encoding.UTF8.GetString(Content(log.File)).Split('\n')[..^1]]
            : [];

    /// <summary>A list that a bundle may lack where it grew too large.</summary>
    private T[] List<T>(string name) => _entries.ContainsKey(name) ? Required<T[]>(name) : [];

    private T Required<T>(string name)
        where T : class =>
        !_entries.ContainsKey(name) ? throw new BundleException($"it has no file {name}")
        : JsonSerializer.Deserialize<T>(Content(name), s_json) ?? throw new BundleException($"{name} is empty");

    private byte[] Content(string name)
    {
        using var stream = _entries[name].Open();
        using var content = new MemoryStream();
        var buffer = new byte[81_920];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            _left -= count;
            if (_left < 0)
            {
                throw new BundleException($"its files are larger than {_largest / 1024} KiB together");
            }

            content.Write(buffer, 0, count);
        }

        return content.ToArray();
    }

    private static bool IsOutside(string name) => name.Length == 0 || name[0] is '/' or '\\'
        || name.Contains(':', StringComparison.Ordinal) || name.Split('/', '\\').Contains("..");
}
