using System.Globalization;
using System.Text;

namespace NsmPS.Sandbox.Hosting;

/// <summary>Writes each log entry as one line to one stream.</summary>
internal sealed class LineLog(Stream output, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void Dispose() => output.Dispose();

    private void Write(LogLevel level, string category, string message)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().UtcDateTime:O} {level.ToString().ToLowerInvariant()} {category}: {message.ReplaceLineEndings(" | ")}\n");
        lock (_gate)
        {
            try
            {
                output.Write(Encoding.UTF8.GetBytes(line));
                output.Flush();
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                // Whoever read the log is gone, or its disk is full. The sandbox goes on without.
            }
        }
    }

    private sealed class Logger(LineLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write(logLevel, category, exception is null ? formatter(state, exception) : $"{formatter(state, exception)} | {exception}");
    }
}
