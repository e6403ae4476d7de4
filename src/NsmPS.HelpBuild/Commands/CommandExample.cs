namespace NsmPS.HelpBuild.Commands;

internal sealed record CommandExample(string Title, string Code, IReadOnlyList<string> Remarks);
