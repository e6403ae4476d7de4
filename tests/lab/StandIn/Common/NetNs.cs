using System.Globalization;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Common;

/// <summary>Network namespaces by inode, which is how the mesh names them.</summary>
internal static class NetNs
{
    /// <summary>The inode of this process's own network namespace.</summary>
    public static string Own() => InodeOf("/proc/self/ns/net") ?? throw new LabException("no network namespace in /proc/self");

    /// <summary>A path that opens the namespace with this inode: that of its oldest process, in a pod the pause container.</summary>
    /// <exception cref="LabException">No process of this node is in that namespace any more.</exception>
    public static string PathOf(string inode) =>
        Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(static name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .OrderBy(static name => int.Parse(name!, NumberStyles.None, CultureInfo.InvariantCulture))
            .Select(static name => $"/proc/{name}/ns/net")
            .FirstOrDefault(path => InodeOf(path) == inode)
        ?? throw new LabException($"failed to get namespace handle for inode {inode}");

    private static string? InodeOf(string path)
    {
        try
        {
            // The link reads "net:[4026532725]".
            return new FileInfo(path).LinkTarget is { } target ? target[(target.IndexOf('[', StringComparison.Ordinal) + 1)..^1] : null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
