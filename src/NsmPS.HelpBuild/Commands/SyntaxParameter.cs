namespace NsmPS.HelpBuild.Commands;

/// <summary>A parameter as a syntax shows it. A switch has no type there.</summary>
internal sealed record SyntaxParameter(string Name, string? Type, bool IsRequired, bool IsPositional);
