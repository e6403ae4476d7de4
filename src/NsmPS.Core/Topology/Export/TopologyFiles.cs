namespace NsmPS.Topology.Export;

/// <summary>Which drawing a file holds, by the ending of its name.</summary>
public static class TopologyFiles
{
    private static readonly Dictionary<string, NsmTopologyFormat> s_formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mmd"] = NsmTopologyFormat.Mermaid,
        [".mermaid"] = NsmTopologyFormat.Mermaid,
        [".md"] = NsmTopologyFormat.Mermaid,
        [".txt"] = NsmTopologyFormat.Mermaid,
        [".dot"] = NsmTopologyFormat.Dot,
        [".gv"] = NsmTopologyFormat.Dot,
        [".html"] = NsmTopologyFormat.Html,
        [".htm"] = NsmTopologyFormat.Html,
        [".svg"] = NsmTopologyFormat.Svg,
    };

    /// <summary>The format for a file. What is asked for wins, but a file never gets the ending of another format.</summary>
    /// <param name="path">The file; null for text that goes nowhere yet.</param>
    /// <param name="asked">The format that the user named; null for none.</param>
    /// <exception cref="NsmException">OptionInvalid: the ending is that of another format, or of none that can be drawn.</exception>
    public static NsmTopologyFormat FormatOf(string? path, NsmTopologyFormat? asked)
    {
        var ending = Path.GetExtension(path) ?? "";
        if (ending.Length == 0)
        {
            return asked ?? NsmTopologyFormat.Mermaid;
        }

        var known = s_formats.TryGetValue(ending, out var format);
        return asked is null ? known ? format : throw Refused($"A file '{ending}' cannot be drawn", path)
            : known && format != asked && format != NsmTopologyFormat.Mermaid ? throw Refused($"A file '{ending}' is not {asked}", path)
            : asked.Value;
    }

    private static NsmException Refused(string why, string? path) => new(NsmErrors.OptionInvalid,
        $"{why}; there are {string.Join(", ", s_formats.GroupBy(entry => entry.Value, entry => entry.Key)
            .Select(group => $"{string.Join(", ", group)} ({group.Key})"))}.", path);
}
