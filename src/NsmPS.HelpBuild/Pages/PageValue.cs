namespace NsmPS.HelpBuild.Pages;

/// <summary>A value and the line of the page that has it.</summary>
internal sealed record PageValue(string Text, int Line);
