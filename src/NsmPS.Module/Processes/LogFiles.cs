using System.Globalization;

namespace NsmPS.Processes;

/// <summary>The log files of programs that were started here.</summary>
internal static class LogFiles
{
    private const int Kept = 10;

    /// <summary>Makes an empty log file that only its owner can read, and removes the oldest ones beyond ten.</summary>
    /// <exception cref="NsmException">FileNotWritable.</exception>
    public static string Create(string folder, string name, DateTimeOffset now)
    {
        StateFolder.Create(folder);
        foreach (var old in Directory.GetFiles(folder, $"{name}-*.log").OrderDescending(StringComparer.Ordinal).Skip(Kept - 1))
        {
            File.Delete(old);
        }

        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{now:yyyyMMdd-HHmmss-fff}.log"));
        Touch(path);
        return path;
    }

    /// <summary>Makes sure that a log file exists and, when it is new, that only its owner can read it.</summary>
    /// <exception cref="NsmException">FileNotWritable.</exception>
    public static void Touch(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            new FileStream(path, options).Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new NsmException(NsmErrors.FileNotWritable, $"The log file '{path}' cannot be written: {failure.Message}", path, failure);
        }
    }

    /// <summary>The last lines of a log; empty when it cannot be read.</summary>
    public static IReadOnlyList<string> Tail(string path, int lines)
    {
        try
        {
            return [.. File.ReadLines(path).Where(line => line.Length > 0).TakeLast(lines)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
