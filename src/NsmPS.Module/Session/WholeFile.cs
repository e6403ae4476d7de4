using System.Text;

namespace NsmPS.Session;

/// <summary>Writes files whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Refuses a file whose folder does not exist, and one that exists where it must not, before the work that it is for begins.
    /// </summary>
    /// <exception cref="NsmException">FileNotWritable or FileExists.</exception>
    public static void Require(string path, bool overwrite)
    {
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new NsmException(NsmErrors.FileNotWritable, $"The folder of the file '{path}' does not exist.", path);
        }

        RefuseExisting(path, overwrite);
    }

    /// <summary>Writes the whole file or nothing: a reader never sees half of it.</summary>
    /// <exception cref="NsmException">FileExists or FileNotWritable.</exception>
    public static Task WriteAsync(string path, string text, bool overwrite, FileStreamOptions options,
        CancellationToken cancellationToken) =>
        WriteAsync(path, Encoding.UTF8.GetBytes(text), overwrite, options, cancellationToken);

    /// <summary>The same of bytes.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, bool overwrite, FileStreamOptions options,
        CancellationToken cancellationToken)
    {
        RefuseExisting(path, overwrite);
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var stream = new FileStream(part, options))
            {
                await stream.WriteAsync(content, cancellationToken);
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

    /// <summary>Writes a file that has the permissions of any other new file.</summary>
    /// <exception cref="NsmException">FileExists or FileNotWritable.</exception>
    public static Task WriteAsync(string path, string text, bool overwrite, CancellationToken cancellationToken) =>
        WriteAsync(path, text, overwrite, NewFile(), cancellationToken);

    private static void RefuseExisting(string path, bool overwrite)
    {
        if (!overwrite && File.Exists(path))
        {
            throw new NsmException(NsmErrors.FileExists, $"The file '{path}' exists.", path);
        }
    }

    /// <summary>A file that must not exist yet.</summary>
    public static FileStreamOptions NewFile() =>
        new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
}
