namespace NsmPS.Completion.Lists;

/// <summary>Shows how durations are written.</summary>
internal sealed class DurationCompleter() : ListCompleter("10s", "30s", "1m", "5m", "10m", "30m", "1h");
