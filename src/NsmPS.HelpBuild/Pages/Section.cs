using Markdig.Syntax;

namespace NsmPS.HelpBuild.Pages;

/// <summary>A heading with what stands under it: first its own blocks, then the sections below it.</summary>
internal sealed record Section(string Title, int Level, int Line)
{
    public List<Block> Blocks { get; } = [];

    public List<Section> Sections { get; } = [];
}
