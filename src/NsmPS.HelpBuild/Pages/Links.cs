using Markdig.Syntax.Inlines;

namespace NsmPS.HelpBuild.Pages;

/// <summary>Where the links of a page lead.</summary>
internal static class Links
{
    /// <summary>The address on the web; null for a link to another page, which must be there.</summary>
    public static Uri? Target(MarkdownPage page, LinkInline link)
    {
        var address = link.Url ?? "";
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http")
        {
            return uri;
        }

        var file = Path.Combine(Path.GetDirectoryName(page.FilePath)!, address.Split('#')[0]);
        if (address.Length == 0 || (address[0] != '#' && !File.Exists(file)))
        {
            page.Fail(ErrorIds.Link, link.Line + 1, $"the link leads to '{address}', which is not there");
        }

        return null;
    }
}
