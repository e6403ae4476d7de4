namespace NsmPS.Kubernetes.Reading;

/// <summary>A text cannot be read.</summary>
/// <param name="line">The line, from 1; 0 when it is not known.</param>
/// <param name="column">The column, from 1.</param>
/// <param name="rule">What is wrong, and what helps.</param>
/// <param name="detail">The parser's own words. They may quote the text.</param>
internal sealed class ReadException(long line, long column, string rule, string? detail = null)
    : FormatException(detail is null ? Say(line, column, rule) : $"{Say(line, column, rule)} ({detail})")
{
    /// <summary>The message without the parser's own words, for texts that hold secrets.</summary>
    public string Discreet { get; } = Say(line, column, rule);

    /// <summary>Where, from 0, a text stands that spaces before it would make readable; 0 when there is none.</summary>
    public long LooseText { get; init; }

    private static string Say(long line, long column, string rule) => line > 0 ? $"line {line}, column {column}: {rule}" : rule;
}
