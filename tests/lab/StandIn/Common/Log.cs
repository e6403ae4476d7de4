using System.Globalization;

namespace NsmPS.Lab.Common;

/// <summary>Log lines in the form that the mesh's own components write.</summary>
internal static class Log
{
    public static void Info(string message) => Write("info", message, string.Empty);

    public static void Error(string message, string operation = "") => Write("error", message, operation);

    public static void Fatal(string message) => Write("fatal", message, string.Empty);

    private static void Write(string level, string message, string operation)
    {
        var time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var suffix = operation.Length == 0 ? string.Empty : $" operation=\"{operation}\"";
        Console.Error.WriteLine($"time=\"{time}\" level={level} msg=\"{message.Replace("\"", "\\\"", StringComparison.Ordinal)}\"{suffix}");
    }
}
