namespace NsmPS.Processes;

/// <summary>How to start a program of the module.</summary>
internal sealed record ProgramStart
{
    /// <summary>What it is called in messages, for example <c>the adapter</c>.</summary>
    public required string Name { get; init; }

    public required string Assembly { get; init; }

    /// <summary>Its arguments, without those that this code adds itself.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Variables of the environment that it gets besides this process's own.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it outlives this process.</summary>
    public required bool Detached { get; init; }

    public required string LogFile { get; init; }
}
