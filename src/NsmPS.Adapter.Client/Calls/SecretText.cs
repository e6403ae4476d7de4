using System.Text.RegularExpressions;

namespace NsmPS.Adapter.Client.Calls;

/// <summary>Takes out of an adapter's words the credentials that it was given, should it quote them.</summary>
internal sealed partial class SecretText(IEnumerable<string> kubeconfigs)
{
    private const string Hidden = "(hidden)";

    private readonly string[] _values = [.. kubeconfigs.SelectMany(text => Secret().Matches(text))
        .Select(match => match.Groups["value"].Value).Distinct(StringComparer.Ordinal)];

    public string Scrub(string text) =>
        _values.Aggregate(text, (scrubbed, value) => scrubbed.Replace(value, Hidden, StringComparison.Ordinal));

    public NsmAdapterEvent Scrub(NsmAdapterEvent happened) => happened with
    {
        Summary = Scrub(happened.Summary),
        Details = Scrub(happened.Details),
        ProbableCause = Scrub(happened.ProbableCause),
        Remedy = Scrub(happened.Remedy),
    };

    [GeneratedRegex("""\b(token|password|username|[a-z-]+-data)"?:\s*["']?(?<value>[^\s"',}]{4,})""", RegexOptions.ExplicitCapture)]
    private static partial Regex Secret();
}
