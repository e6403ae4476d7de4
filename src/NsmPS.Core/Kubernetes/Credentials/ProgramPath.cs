namespace NsmPS.Kubernetes.Credentials;

/// <summary>Finds a program as kubectl does: by its path, or by its name in the folders of PATH. Unlike the runtime's own search it never
/// looks into the current folder, where a stranger's file may lie, and never beside the running program.</summary>
internal static class ProgramPath
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Whether a command is a path and no bare name.</summary>
    public static bool IsPath(string command) =>
        command.Contains('/', StringComparison.Ordinal) || command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The full path of a program; null when it is not there.</summary>
    /// <param name="command">A full path, or a name to look for.</param>
    /// <param name="variable">Reads a variable of the environment.</param>
    public static string? Find(string command, Func<string, string?> variable)
    {
        string[] endings = OperatingSystem.IsWindows()
            ? ["", .. (variable("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(';', StringSplitOptions.RemoveEmptyEntries)]
            : [""];
        return Folders(command, variable)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, command + ending)))
            .FirstOrDefault(IsProgram);
    }

    private static IEnumerable<string> Folders(string command, Func<string, string?> variable) =>
        IsPath(command)
            ? Path.IsPathFullyQualified(command) ? [""] : []
            // A relative folder would mean the current one, or one below it.
            : (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(Path.IsPathFullyQualified);

    private static bool IsProgram(string path) => File.Exists(path)
        && (OperatingSystem.IsWindows() ? Path.HasExtension(path) : (File.GetUnixFileMode(path) & Executable) != 0);
}
