namespace NsmPS.Console.Input;

/// <summary>A choice's label: an ampersand stands before its hot key, as in "Yes to &amp;All".</summary>
internal sealed record ChoiceLabel
{
    public required string Text { get; init; }

    public required string HotKey { get; init; }

    /// <summary>What to type at least.</summary>
    public string ShortName => HotKey.Length > 0 ? HotKey : Text;

    public string Display => HotKey.Length > 0 ? $"[{HotKey}] {Text}" : Text;

    public static ChoiceLabel Parse(string label)
    {
        int marker = label.IndexOf('&', StringComparison.Ordinal);
        bool hasHotKey = marker >= 0 && marker + 1 < label.Length;
        return new ChoiceLabel
        {
            Text = marker >= 0 ? label.Remove(marker, 1) : label,
            HotKey = hasHotKey ? label[marker + 1].ToString().ToUpperInvariant() : "",
        };
    }

    public bool IsMeantBy(string answer) =>
        answer.Length > 0
        && (string.Equals(answer, HotKey, StringComparison.OrdinalIgnoreCase)
            || string.Equals(answer, Text, StringComparison.OrdinalIgnoreCase));
}
