using System.Globalization;

namespace NsmPS.Kubernetes;

/// <summary>Amounts of resources such as <c>10m</c>, <c>32Mi</c> and <c>2</c>.</summary>
internal static class Quantity
{
    // No real resource has more, and larger numbers could not be added up.
    private const decimal TooMuch = 1_000_000_000_000m;

    private static readonly (string Suffix, decimal Factor)[] s_units =
    [
        ("Ki", 1024m), ("Mi", 1024m * 1024), ("Gi", 1024m * 1024 * 1024), ("Ti", 1024m * 1024 * 1024 * 1024),
        ("m", 0.001m), ("k", 1000m), ("M", 1_000_000m), ("G", 1_000_000_000m), ("T", 1_000_000_000_000m),
    ];

    /// <summary>The amount; null when it is missing or not a quantity.</summary>
    public static decimal? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        (var suffix, var factor) = s_units.FirstOrDefault(
            unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal), (Suffix: "", Factor: 1m));
        var read = decimal.TryParse(text[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        return read && number is >= 0 and < TooMuch ? number * factor : null;
    }
}
