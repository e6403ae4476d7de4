namespace NsmPS.HelpBuild.Pages;

/// <summary>A line inside a block, with its number on the page.</summary>
internal readonly record struct PageLine(string Text, int Line);
