namespace NsmPS.Adapter.Hosting.Logs;

/// <summary>Writes each log entry as one line to one stream.</summary>
internal sealed class LineLoggerProvider(Stream output, bool json, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _gate = new();
    private bool _broken;

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void Dispose() => output.Dispose();

    private void Write(LogLevel level, string category, string message, IReadOnlyList<KeyValuePair<string, object?>> values, Exception? exception)
    {
        var at = time.GetUtcNow();
        var line = json ? LogLine.Json(at, level, category, message, values, exception) : LogLine.Text(at, level, category, message, exception);
        lock (_gate)
        {
            if (_broken)
            {
                return;
            }

            try
            {
                output.Write(line);
                output.Flush();
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                // Whoever read the log is gone, or its disk is full. Operations go on without.
                _broken = failure is ObjectDisposedException;
            }
        }
    }

    private sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                provider.Write(logLevel, category, formatter(state, exception), state as IReadOnlyList<KeyValuePair<string, object?>> ?? [], exception);
            }
        }
    }
}
