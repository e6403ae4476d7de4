namespace NsmPS.Proof.Throughput;

/// <summary>Percentiles by the nearest rank: each is a value that was really measured. Pure.</summary>
internal static class Percentiles
{
    private const int All = 100;

    /// <summary>The smallest value that so many percent of the values do not exceed; null where there are none.</summary>
    public static double? Of(IReadOnlyList<double> values, int percent) => values.Count == 0
        ? null
        : values.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(values.Count * percent / (double)All) - 1));
}
