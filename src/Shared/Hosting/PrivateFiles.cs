namespace NsmPS.Hosting;

/// <summary>Files that only the user who runs the program may read.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens a log to append to; a new file gets mode 600.</summary>
    public static Stream Append(string path) => Open(path, FileMode.Append, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Opens a file to read and write that no other process may hold at the same time.</summary>
    public static FileStream Hold(string path) => Open(path, FileMode.OpenOrCreate, FileShare.None, FileAccess.ReadWrite);

    /// <summary>Writes a file so that readers see all of it or nothing.</summary>
    public static void WriteAtomically(string path, ReadOnlySpan<byte> content)
    {
        var unfinished = path + ".new";
        using (var file = Open(unfinished, FileMode.Create, FileShare.None))
        {
            file.Write(content);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    private static FileStream Open(string path, FileMode mode, FileShare share, FileAccess access = FileAccess.Write)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }
}
