namespace NsmPS.HelpBuild.Commands;

/// <summary>What a yaml block says about a parameter.</summary>
internal sealed record ParameterForm
{
    public required string Type { get; init; }

    /// <summary>The parameter sets that it belongs to; empty for all.</summary>
    public required IReadOnlyList<string> Sets { get; init; }

    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>Empty when the type allows more than a few values.</summary>
    public required IReadOnlyList<string> AcceptedValues { get; init; }

    public required bool IsRequired { get; init; }

    /// <summary>Null when the parameter must be named.</summary>
    public required int? Position { get; init; }

    public required string? DefaultValue { get; init; }

    /// <summary>As Get-Help shows it, for example True (ByValue).</summary>
    public required string PipelineInput { get; init; }

    public required bool AcceptsWildcards { get; init; }

    public bool IsSwitch => Type == "SwitchParameter";

    public bool IsArray => Type.EndsWith("[]", StringComparison.Ordinal);
}
