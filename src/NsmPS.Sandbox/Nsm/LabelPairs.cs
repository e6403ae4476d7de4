namespace NsmPS.Sandbox.Nsm;

/// <summary>Labels as NSM's variables and annotations spell them.</summary>
internal static class LabelPairs
{
    /// <summary>Reads <c>key=value</c> pairs; what has no equals sign is left out.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string text, char separator)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split(separator).Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2))
        {
            labels[pair[0]] = pair[1];
        }

        return labels;
    }
}
