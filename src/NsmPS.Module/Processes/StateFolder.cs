namespace NsmPS.Processes;

/// <summary>Where NsmPS keeps what it has to remember between sessions: a folder of the user's that nobody else can read.</summary>
internal static class StateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const string Name = "nsmps";

    /// <summary>The folder of one kind of program; it may not exist.</summary>
    public static string PathOf(string kind, ProcessEnvironment environment)
    {
        var variable = OperatingSystem.IsWindows() ? "LOCALAPPDATA" : "XDG_STATE_HOME";
        var standard = OperatingSystem.IsWindows() ? Path.Combine("AppData", "Local") : Path.Combine(".local", "state");
        // The standard says that relative paths are to be ignored.
        var root = environment.Variable(variable) is { } named && Path.IsPathFullyQualified(named)
            ? named
            : Path.Combine(environment.Home, standard);
        return Path.Combine(root, Name, kind);
    }

    /// <summary>Makes the folder, readable for the user only.</summary>
    /// <exception cref="NsmException">FileNotWritable.</exception>
    public static void Create(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
                return;
            }

            Directory.CreateDirectory(path, OwnerOnly);
            File.SetUnixFileMode(path, OwnerOnly);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new NsmException(NsmErrors.FileNotWritable, $"The folder '{path}' cannot be made: {failure.Message}", path, failure);
        }
    }
}
