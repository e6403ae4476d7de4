using NsmPS.HelpBuild.Pages;

namespace NsmPS.HelpBuild.Commands;

/// <summary>What the front matter of a command's page must say.</summary>
internal static class FrontMatterRules
{
    private const string OnlineVersion = "online version";

    public static void Check(MarkdownPage page, string helpFile)
    {
        Dictionary<string, string> wanted = new(StringComparer.Ordinal)
        {
            ["external help file"] = helpFile,
            ["Module Name"] = helpFile.Split('.')[0],
            // The build makes the address from the project's, so that no page has to be changed with it.
            [OnlineVersion] = "",
            ["schema"] = "2.0.0",
        };
        foreach (var (key, value) in wanted)
        {
            if (!page.FrontMatter.TryGetValue(key, out var found))
            {
                page.Fail(ErrorIds.KeyValue, 1, $"the front matter lacks '{key}'");
            }
            else if (found.Text != value)
            {
                page.Fail(ErrorIds.KeyValue, found.Line,
                    value.Length == 0 ? $"'{key}' must be empty: the build fills it in" : $"'{key}' must be '{value}'");
            }
        }

        foreach (var (key, value) in page.FrontMatter.Where(pair => !wanted.ContainsKey(pair.Key)))
        {
            page.Fail(ErrorIds.KeyValue, value.Line, $"the front matter knows no '{key}'");
        }
    }
}
