namespace NsmPS.Hosting;

/// <summary>Writes each log entry as one line to one stream.</summary>
/// <param name="output">Where the lines go; closed with the log.</param>
/// <param name="time">The clock of the entries.</param>
/// <param name="format">Makes the line of an entry, with its end.</param>
internal sealed class LineLog(Stream output, TimeProvider time, Func<LogEntry, byte[]> format) : ILoggerProvider
{
    private readonly Lock _gate = new();
    private bool _closed;

    private DateTimeOffset Now => time.GetUtcNow();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void Dispose() => output.Dispose();

    private void Write(LogEntry entry)
    {
        var line = format(entry);
        lock (_gate)
        {
            if (_closed)
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
                // The reader of the log is gone, or the disk is full. The program goes on without a log.
                _closed = failure is ObjectDisposedException;
            }
        }
    }

    private sealed class Logger(LineLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
                log.Write(new LogEntry(log.Now, logLevel, category, formatter(state, exception), values, exception));
            }
        }
    }
}
