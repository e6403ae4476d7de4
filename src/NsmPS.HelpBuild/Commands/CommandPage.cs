namespace NsmPS.HelpBuild.Commands;

/// <summary>Everything that the help of a command says.</summary>
internal sealed record CommandPage
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Synopsis { get; init; }

    public required IReadOnlyList<CommandSyntax> Syntaxes { get; init; }

    public required IReadOnlyList<string> Description { get; init; }

    public required IReadOnlyList<CommandExample> Examples { get; init; }

    public required IReadOnlyList<CommandParameter> Parameters { get; init; }

    public required IReadOnlyList<PipedType> Inputs { get; init; }

    public required IReadOnlyList<PipedType> Outputs { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<RelatedLink> Links { get; init; }
}
