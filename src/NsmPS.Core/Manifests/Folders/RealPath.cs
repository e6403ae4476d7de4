namespace NsmPS.Manifests.Folders;

/// <summary>Where a path really leads: every link in it is followed.</summary>
internal static class RealPath
{
    /// <summary>As many links as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <summary>The full path without links; what does not exist stays as it is written.</summary>
    /// <exception cref="IOException">The links go round in circles, or a folder cannot be read.</exception>
    public static string Of(string path)
    {
        var links = 0;
        return Follow(Path.GetFullPath(path), ref links);
    }

    /// <summary>Whether a real path is a folder or lies in it.</summary>
    public static bool IsInside(string folder, string path) => path == folder
        || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Follow(string path, ref int links)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var step in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, step);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"too many links in {path}");
            }

            real = Follow(Path.GetFullPath(target, real), ref links);
        }

        return real;
    }
}
