namespace NsmPS.HelpBuild.Commands;

/// <summary>One way to call a command: a parameter set with its parameters in the order in which they are shown.</summary>
internal sealed record CommandSyntax(string Set, int Line, IReadOnlyList<SyntaxParameter> Parameters);
