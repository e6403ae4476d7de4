namespace NsmPS.HelpBuild.Pages;

/// <summary>An error of a page. Its text has the form that MSBuild takes for an error of the build.</summary>
internal sealed record PageError(string Path, int Line, string Id, string Text)
{
    public override string ToString() => $"{Path}({Line}): error {Id}: {Text}";
}
