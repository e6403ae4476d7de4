using System.Diagnostics.CodeAnalysis;

namespace NsmPS.Processes;

/// <summary>What the machine says about where programs and their files are.</summary>
internal sealed record ProcessEnvironment
{
    /// <summary>Reads a variable of the environment; null where it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The program that runs this process; null where it cannot be told.</summary>
    public required string? Program { get; init; }

    /// <summary>The user's home folder.</summary>
    public required string Home { get; init; }

    public static int Id => Environment.ProcessId;

    /// <summary>Sets a variable for the programs that are started from now on; null takes it away.</summary>
    public static void Set(string variable, string? value) => Environment.SetEnvironmentVariable(variable, value);

    [SuppressMessage("ApiDesign", "RS0030", Justification = "The one place of the module that reads the environment.")]
    public static ProcessEnvironment Current => new()
    {
        Variable = Environment.GetEnvironmentVariable,
        Program = Environment.ProcessPath,
        Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
    };
}
