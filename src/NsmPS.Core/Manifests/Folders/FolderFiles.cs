namespace NsmPS.Manifests.Folders;

/// <summary>Reads files of a folder, and none outside of it: neither by a path nor by a link.</summary>
/// <param name="root">The real path of the folder that holds everything.</param>
/// <param name="isGiven">Whether the user named it; else it was found.</param>
internal sealed class FolderFiles(string root, bool isGiven)
{
    private const int MostFiles = 1_000;
    private const int LargestSum = 8 * 1024 * 1024;

    private readonly Dictionary<string, SourceFile> _read = new(StringComparer.Ordinal);
    private long _sum;

    public string Root => root;

    /// <summary>Everything that was read so far.</summary>
    public IEnumerable<SourceFile> All => _read.Values;

    /// <summary>The path as messages show it.</summary>
    public string Show(string path) => path == root ? Path.GetFileName(root) : Path.GetRelativePath(root, path);

    /// <summary>Where a path leads that a file names.</summary>
    /// <exception cref="NsmException">ManifestInvalid when that is outside.</exception>
    public string Locate(string folder, string written, SourceFile by)
    {
        if (written.Length == 0 || Path.IsPathRooted(written) || written.Contains('\0', StringComparison.Ordinal))
        {
            throw by.Fault(written, $"'{written}' is no path relative to the file", "Write the path from the folder of the file on.");
        }

        var real = Real(Path.Combine(folder, written), by, written);
        return RealPath.IsInside(root, real) ? real
            : throw by.Fault(written, $"'{written}' leads out of '{root}'", isGiven
                ? "Move what it names into that folder, or name a folder above both with -Root."
                : "Name the folder that holds both with -Root, or copy what is named into the folder.");
    }

    /// <summary>Reads a file by its real path.</summary>
    /// <param name="path">The real path.</param>
    /// <param name="by">Who names it; null for the command.</param>
    /// <param name="written">As it is named there.</param>
    public SourceFile Read(string path, SourceFile? by = null, string? written = null)
    {
        if (_read.TryGetValue(path, out var known))
        {
            return known;
        }

        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
            {
                throw Fault(by, written, Show(path), "it is no file", "Correct the path.");
            }

            _sum += info.Length;
            if (info.Length > ManifestReader.LargestSize || _sum > LargestSum || _read.Count >= MostFiles)
            {
                throw Fault(by, written, Show(path), $"a file may have {ManifestReader.LargestSize / 1024} KiB, and all {MostFiles} files "
                    + $"together {LargestSum / 1024} KiB", "Leave out what is not needed.");
            }

            // What has no length is not opened: a pipe has none either, and opening one waits for its writer.
            return _read[path] = new SourceFile(path, Show(path), info.Length == 0 ? [] : File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault(by, written, Show(path), $"it cannot be read: {exception.Message.TrimEnd('.')}", "Correct the path or its rights.");
        }
    }

    private static string Real(string path, SourceFile by, string written)
    {
        try
        {
            return RealPath.Of(path);
        }
        catch (IOException exception)
        {
            throw by.Fault(written, $"'{written}' cannot be followed: {exception.Message.TrimEnd('.')}", "Correct the links.");
        }
    }

    private static NsmException Fault(SourceFile? by, string? written, string shown, string rule, string remedy) =>
        by?.Fault(written, $"'{written}': {rule}", remedy)
            ?? new NsmException(NsmErrors.ManifestInvalid, $"{shown}: {rule}.", shown) { Remedy = remedy };
}
