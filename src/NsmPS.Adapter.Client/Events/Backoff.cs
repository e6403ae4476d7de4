namespace NsmPS.Adapter.Client.Events;

/// <summary>How long to wait before the next try.</summary>
internal static class Backoff
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    /// <summary>Doubles with every try that failed in a row, up to a limit.</summary>
    public static TimeSpan After(int failures) =>
        failures >= 6 ? s_longest : TimeSpan.FromTicks(Math.Min(s_first.Ticks << Math.Max(failures - 1, 0), s_longest.Ticks));
}
