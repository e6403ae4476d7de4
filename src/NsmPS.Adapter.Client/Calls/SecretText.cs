namespace NsmPS.Adapter.Client.Calls;

/// <summary>Takes out of an adapter's words whatever of the kubeconfigs it was given it might quote.</summary>
internal sealed class SecretText(IEnumerable<string> kubeconfigs)
{
    private const int Shortest = 12;
    private const string Hidden = "(hidden)";

    private static readonly char[] s_separators = [' ', '\t', '\r', '\n', '"', '\'', ',', '{', '}', '[', ']'];

    // Longest first: a short value may be part of a longer one.
    private readonly string[] _values =
        [.. kubeconfigs.SelectMany(text => text.Split(s_separators)).Where(IsValue).Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length)];

    public string Scrub(string text) => _values.Aggregate(text, (scrubbed, value) => scrubbed.Replace(value, Hidden, StringComparison.Ordinal));

    public NsmAdapterEvent Scrub(NsmAdapterEvent happened) => happened with
    {
        Summary = Scrub(happened.Summary),
        Details = Scrub(happened.Details),
        ProbableCause = Scrub(happened.ProbableCause),
        Remedy = Scrub(happened.Remedy),
    };

    // Keys end with a colon, addresses help to understand an error and are no secret.
    private static bool IsValue(string word) =>
        word.Length >= Shortest && !word.EndsWith(':') && !word.Contains("://", StringComparison.Ordinal);
}
