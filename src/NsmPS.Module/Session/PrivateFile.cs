namespace NsmPS.Session;

/// <summary>Writes files that only their owner may read, because they hold a private key.</summary>
internal static class PrivateFile
{
    /// <summary>Writes the whole file or nothing: a reader never sees half of it, and an
    /// existing file's wider permissions do not pass on.</summary>
    /// <exception cref="NsmException">FileExists or FileNotWritable.</exception>
    public static Task WriteAsync(string path, string text, bool overwrite, CancellationToken cancellationToken) =>
        WholeFile.WriteAsync(path, text, overwrite, Options(), cancellationToken);

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
