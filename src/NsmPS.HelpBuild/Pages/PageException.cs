namespace NsmPS.HelpBuild.Pages;

/// <summary>Ends the reading of a page.</summary>
internal sealed class PageException(PageError error) : Exception(error.ToString())
{
    public PageError Error { get; } = error;
}
