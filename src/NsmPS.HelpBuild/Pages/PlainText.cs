using System.Globalization;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NsmPS.HelpBuild.Pages;

/// <summary>What a paragraph or heading says, without the marks of Markdown. Its lines become one.</summary>
internal static class PlainText
{
    public static string Of(MarkdownPage page, LeafBlock block)
    {
        var text = new StringBuilder();
        if (block.Inline is { } inlines)
        {
            Append(page, inlines, text);
        }

        return text.ToString().Trim();
    }

    private static void Append(MarkdownPage page, ContainerInline inlines, StringBuilder text)
    {
        foreach (var inline in inlines)
        {
            _ = inline switch
            {
                LiteralInline literal => text.Append(literal.Content.AsSpan()),
                CodeInline code => text.Append(code.Content),
                LineBreakInline => text.Append(' '),
                HtmlEntityInline entity => text.Append(entity.Transcoded.AsSpan()),
                AutolinkInline link => text.Append(link.Url),
                EmphasisInline emphasis => Inner(page, emphasis, text),
                LinkInline { IsImage: false } link => Link(page, link, text),
                _ => page.Fail<StringBuilder>(ErrorIds.Markdown, inline.Line + 1, $"help is plain text and cannot show this: {inline}"),
            };
        }
    }

    private static StringBuilder Link(MarkdownPage page, LinkInline link, StringBuilder text)
    {
        var address = Links.Target(page, link);
        Inner(page, link, text);
        return address is null ? text : text.Append(CultureInfo.InvariantCulture, $" ({address.OriginalString})");
    }

    private static StringBuilder Inner(MarkdownPage page, ContainerInline inline, StringBuilder text)
    {
        Append(page, inline, text);
        return text;
    }
}
