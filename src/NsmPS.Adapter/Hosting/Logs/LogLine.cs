using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NsmPS.Hosting;

namespace NsmPS.Adapter.Hosting.Logs;

/// <summary>Writes one line of the log. What a line says may come from strangers: it is always one line of printable text.</summary>
internal static class LogLine
{
    private const int MessageLimit = 4 * 1024;
    // What the logging library calls the message's own text among its values.
    private const string TemplateName = "{OriginalFormat}";
    private const int StackLimit = 16 * 1024;

    // Not for a web page: quotes and letters of any language may stay readable.
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Text(LogEntry entry)
    {
        (var at, var level, var category, var message, _, var exception) = entry;
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{at.UtcDateTime:O} {level.ToString().ToLowerInvariant()} {AdapterIdentity.LogName} "
            + $"{category}: {TextRules.Clean(message, MessageLimit)}");
        if (exception is not null)
        {
            line.Append(" | ").Append(TextRules.Clean(exception.ToString(), StackLimit));
        }

        return Encoding.UTF8.GetBytes(line.Append('\n').ToString());
    }

    public static byte[] Json(LogEntry entry)
    {
        (var at, var level, var category, var message, var values,
            var exception) = entry;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_json))
        {
            json.WriteStartObject();
            json.WriteString("time", at.UtcDateTime);
            json.WriteString("level", level.ToString().ToLowerInvariant());
            json.WriteString("app", AdapterIdentity.LogName);
            json.WriteString("category", category);
            json.WriteString("message", TextRules.Clean(message, MessageLimit));
            json.WriteStartObject("values");
            foreach (var (name, value) in values.Where(pair => pair.Key != TemplateName))
            {
                json.WriteString(name, TextRules.Clean(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", MessageLimit));
            }

            json.WriteEndObject();
            if (exception is not null)
            {
                json.WriteString("exception", TextRules.Clean(exception.ToString(), StackLimit));
            }

            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }
}
