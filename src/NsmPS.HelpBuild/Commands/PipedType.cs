namespace NsmPS.HelpBuild.Commands;

/// <summary>A type that a command takes from the pipeline or writes to it.</summary>
internal sealed record PipedType(string Name, IReadOnlyList<string> Description);
