using System.Diagnostics.CodeAnalysis;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace NsmPS.HelpBuild.Pages;

/// <summary>A page, cut into its front matter and its sections.</summary>
internal sealed class MarkdownPage
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables()
        .UsePreciseSourceLocation().Build();

    private MarkdownPage(string path) => FilePath = path;

    public string FilePath { get; }

    /// <summary>What the page is about: its file's name without the extension.</summary>
    public string Name => Path.GetFileNameWithoutExtension(FilePath);

    /// <summary>The section of the page's one heading of the first level.</summary>
    public Section Root { get; private set; } = null!;

    /// <summary>Empty when the page has none.</summary>
    public IReadOnlyDictionary<string, PageValue> FrontMatter { get; private set; } = new Dictionary<string, PageValue>();

    public static MarkdownPage Parse(string path, string text)
    {
        var page = new MarkdownPage(path);
        IEnumerable<Block> blocks = Markdown.Parse(text, s_pipeline);
        if (blocks.FirstOrDefault() is YamlFrontMatterBlock front)
        {
            page.FrontMatter = KeyValues.Read(page, BlockLines.Of(front));
            blocks = blocks.Skip(1);
        }

        page.Root = SectionReader.Read(page, blocks);
        if (page.Root.Title != page.Name)
        {
            page.Fail(ErrorIds.Structure, page.Root.Line, $"the title is '{page.Root.Title}', but the file is named '{page.Name}'");
        }

        return page;
    }

    [DoesNotReturn]
    public void Fail(string id, int line, string text) => throw new PageException(new PageError(FilePath, line, id, text));

    [DoesNotReturn]
    public T Fail<T>(string id, int line, string text) => throw new PageException(new PageError(FilePath, line, id, text));
}
