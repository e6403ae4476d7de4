namespace NsmPS.Processes;

/// <summary>Finds the dotnet that runs the module's programs.</summary>
internal static class DotnetHost
{
    /// <summary>The exit code by which dotnet says that a runtime is missing.</summary>
    public const int RuntimeMissing = 150;

    private static readonly string s_name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>The dotnet of this process where it is one, else that of DOTNET_HOST_PATH, DOTNET_ROOT or PATH. PowerShell's own runtime
    /// does not count: it brings no ASP.NET Core. A relative path does not count either: it would mean the folder that the user is
    /// in.</summary>
    /// <exception cref="NsmException">DotnetMissing.</exception>
    public static string Find(ProcessEnvironment environment) =>
        Candidates(environment).FirstOrDefault(file => Path.IsPathFullyQualified(file) && File.Exists(file))
            ?? throw new NsmException(NsmErrors.DotnetMissing, "There is no dotnet to run it with.", s_name);

    private static IEnumerable<string> Candidates(ProcessEnvironment environment)
    {
        if (environment.Program is { } own && Path.GetFileName(own) == s_name)
        {
            yield return own;
        }

        if (environment.Variable("DOTNET_HOST_PATH") is { Length: > 0 } host)
        {
            yield return host;
        }

        if (environment.Variable("DOTNET_ROOT") is { Length: > 0 } root)
        {
            yield return Path.Combine(root, s_name);
        }

        foreach (var folder in (environment.Variable("PATH")
            ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return Path.Combine(folder, s_name);
        }
    }
}
