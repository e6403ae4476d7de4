using System.Text;
using Markdig.Syntax;
using NsmPS.HelpBuild.Pages;

namespace NsmPS.HelpBuild.About;

/// <summary>Writes the text of a topic in the form that PowerShell knows: titles in
/// capitals at the left, everything below them further in.</summary>
internal sealed class AboutTextWriter
{
    private const int TextIndent = 4;
    private const int CodeIndent = 8;
    private const string Short = "SHORT DESCRIPTION";
    private const string Long = "LONG DESCRIPTION";
    private const string SeeAlso = "SEE ALSO";

    private readonly MarkdownPage _page;
    private readonly StringBuilder _text = new();

    private AboutTextWriter(MarkdownPage page) => _page = page;

    public static string Write(MarkdownPage page)
    {
        var writer = new AboutTextWriter(page);
        writer.Topic(SectionRules.Sections(page, [Short, Long, SeeAlso]));
        return writer._text.ToString();
    }

    private void Topic(IReadOnlyDictionary<string, Section> sections)
    {
        Line(0, "TOPIC");
        Line(TextIndent, _page.Name);
        Line(0, "");
        Line(0, Short);
        SectionRules.NoSections(_page, sections[Short]);
        Blocks(sections[Short]);
        Line(0, Long);
        Blocks(sections[Long]);
        foreach (var section in sections[Long].Sections)
        {
            SectionRules.NoSections(_page, section);
            Line(TextIndent / 2, section.Title);
            Blocks(section);
        }

        Line(0, SeeAlso);
        foreach (var other in SectionRules.Text(_page, sections[SeeAlso]))
        {
            Line(TextIndent, other.TrimStart('-', ' '));
        }
    }

    private void Blocks(Section section)
    {
        if (section.Blocks.Count == 0)
        {
            _page.Fail(ErrorIds.Structure, section.Line, $"'{section.Title}' has no text");
        }

        foreach (var block in section.Blocks)
        {
            if (block is FencedCodeBlock code)
            {
                Code(code);
            }
            else
            {
                Paragraph(block);
            }

            Line(0, "");
        }
    }

    private void Paragraph(Block block)
    {
        foreach (var line in Paragraphs.Of(_page, [block]).SelectMany(paragraph => LineWrap.Wrap(paragraph, LineWrap.Columns - TextIndent)))
        {
            Line(TextIndent, line);
        }
    }

    private void Code(FencedCodeBlock block)
    {
        foreach (var (text, number) in BlockLines.Of(block))
        {
            if (CodeIndent + text.Length > LineWrap.Columns)
            {
                _page.Fail(ErrorIds.TooWide, number,
                    $"code of a topic can have {LineWrap.Columns - CodeIndent} columns, and this line has {text.Length}");
            }

            Line(CodeIndent, text);
        }
    }

    private void Line(int indent, string text) => _text.Append(text.Length == 0 ? "" : new string(' ', indent)).Append(text).Append('\n');
}
