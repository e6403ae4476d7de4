using System.Globalization;

namespace NsmPS.Checks;

/// <summary>Reads quantities of Kubernetes such as <c>10m</c>, <c>32Mi</c> and <c>2</c>.</summary>
internal static class Quantities
{
    private static readonly (string Suffix, decimal Factor)[] s_units =
    [
        ("Ki", 1024m), ("Mi", 1024m * 1024), ("Gi", 1024m * 1024 * 1024), ("Ti", 1024m * 1024 * 1024 * 1024),
        ("m", 0.001m), ("k", 1000m), ("M", 1_000_000m), ("G", 1_000_000_000m), ("T", 1_000_000_000_000m),
    ];

    /// <summary>The number; 0 for what is missing or no quantity.</summary>
    public static decimal Read(string? text)
    {
        if (text is null)
        {
            return 0;
        }

        var (suffix, factor) = s_units.FirstOrDefault(unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        return decimal.TryParse(text[..^(suffix?.Length ?? 0)], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number * (suffix is null ? 1 : factor) : 0;
    }
}
