using System.Globalization;
using Markdig.Syntax;
using NsmPS.HelpBuild.Pages;

namespace NsmPS.HelpBuild.Commands;

/// <summary>Reads the yaml block of a parameter.</summary>
internal sealed class ParameterFormReader
{
    private const string AcceptedValues = "Accepted values";
    private const string None = "None";

    private static readonly string[] s_required =
        ["Type", "Parameter Sets", "Aliases", "Required", "Position", "Default value", "Accept pipeline input",
            "Accept wildcard characters"];

    private static readonly string[] s_pipelineInputs =
        ["False", "True (ByValue)", "True (ByPropertyName)", "True (ByPropertyName, ByValue)", "True (ByValue, ByPropertyName)"];

    private readonly MarkdownPage _page;
    private readonly string _parameter;
    private readonly int _line;
    private readonly IReadOnlyDictionary<string, PageValue> _values;

    private ParameterFormReader(MarkdownPage page, string parameter, FencedCodeBlock block)
    {
        _page = page;
        _parameter = parameter;
        _line = block.Line + 1;
        _values = KeyValues.Read(page, BlockLines.Of(block));
    }

    public static ParameterForm Read(MarkdownPage page, string parameter, FencedCodeBlock block) =>
        new ParameterFormReader(page, parameter, block).Read();

    private ParameterForm Read()
    {
        foreach (var key in s_required.Where(key => !_values.ContainsKey(key)))
        {
            _page.Fail(ErrorIds.Parameter, _line, $"the yaml block of -{_parameter} lacks '{key}'");
        }

        foreach (var (key, value) in _values.Where(pair => !s_required.Contains(pair.Key) && pair.Key != AcceptedValues))
        {
            _page.Fail(ErrorIds.Parameter, value.Line, $"the yaml block of -{_parameter} knows no '{key}'");
        }

        return new ParameterForm
        {
            Type = Filled("Type"),
            Sets = Filled("Parameter Sets") == "(All)" ? [] : List("Parameter Sets"),
            Aliases = List("Aliases"),
            AcceptedValues = _values.ContainsKey(AcceptedValues) ? List(AcceptedValues) : [],
            IsRequired = Bool("Required"),
            Position = Position(),
            DefaultValue = Filled("Default value") is var byDefault && byDefault != None ? byDefault : null,
            PipelineInput = Filled("Accept pipeline input") is var input && s_pipelineInputs.Contains(input)
                ? input
                : Wrong<string>("Accept pipeline input"),
            AcceptsWildcards = Bool("Accept wildcard characters"),
        };
    }

    private int? Position() =>
        Filled("Position") is "Named" ? null
        : int.TryParse(_values["Position"].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
        : Wrong<int>("Position");

    private bool Bool(string key) => Filled(key) switch
    {
        "True" => true,
        "False" => false,
        _ => Wrong<bool>(key),
    };

    private string Filled(string key) => _values[key].Text is { Length: > 0 } text ? text : Wrong<string>(key);

    private string[] List(string key) =>
        _values[key].Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private T Wrong<T>(string key) =>
        _page.Fail<T>(ErrorIds.Parameter, _values[key].Line, $"-{_parameter} has a wrong value for '{key}': '{_values[key].Text}'");
}
