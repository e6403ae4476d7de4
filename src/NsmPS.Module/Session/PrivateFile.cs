namespace NsmPS.Session;

/// <summary>Writes files that only their owner may read, because they hold a private key or what is nobody else's.</summary>
internal static class PrivateFile
{
    /// <summary>Writes the whole file or nothing: a reader never sees half of it, and an
    /// existing file's wider permissions do not pass on.</summary>
    /// <exception cref="NsmException">FileExists or FileNotWritable.</exception>
    public static Task WriteAsync(string path, string text, bool overwrite, CancellationToken cancellationToken) =>
        WholeFile.WriteAsync(path, text, overwrite, Options(), cancellationToken);

    /// <summary>The same of bytes.</summary>
    /// <exception cref="NsmException">FileExists or FileNotWritable.</exception>
    public static Task WriteAsync(string path, ReadOnlyMemory<byte> content, bool overwrite, CancellationToken cancellationToken) =>
        WholeFile.WriteAsync(path, content, overwrite, Options(), cancellationToken);

    private static FileStreamOptions Options()
    {
        var options = WholeFile.NewFile();
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
