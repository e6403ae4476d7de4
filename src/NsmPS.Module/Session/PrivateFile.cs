namespace NsmPS.Session;

/// <summary>Writes files that only their owner may read, because they hold a private key.</summary>
internal static class PrivateFile
{
    /// <summary>Writes the whole file or nothing: a reader never sees half of it, and an existing file's wider permissions do not pass on.</summary>
    /// <exception cref="NsmException">FileExists or FileNotWritable.</exception>
    public static async Task WriteAsync(string path, string text, bool overwrite, CancellationToken cancellationToken)
    {
        if (!overwrite && File.Exists(path))
        {
            throw new NsmException(NsmErrors.FileExists, $"The file '{path}' exists.", path);
        }

        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var stream = new FileStream(part, Options()))
            await using (var writer = new StreamWriter(stream))
            {
                await writer.WriteAsync(text.AsMemory(), cancellationToken);
            }

            File.Move(part, path, overwrite);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new NsmException(NsmErrors.FileNotWritable, $"The file '{path}' cannot be written: {failure.Message}", path, failure);
        }
        finally
        {
            if (File.Exists(part))
            {
                File.Delete(part);
            }
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
