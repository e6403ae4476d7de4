namespace NsmPS.Hosting;

/// <summary>One entry of the log.</summary>
/// <param name="At">When.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Category">The last part of the name of the class that logs.</param>
/// <param name="Message">What is said.</param>
/// <param name="Values">What the message was made of.</param>
/// <param name="Exception">What went wrong; null for none.</param>
internal sealed record LogEntry(
    DateTimeOffset At,
    LogLevel Level,
    string Category,
    string Message,
    IReadOnlyList<KeyValuePair<string, object?>> Values,
    Exception? Exception);
