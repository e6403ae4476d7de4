using System.Text.Json;

namespace NsmPS.Adapter.Operations.Journal;

/// <summary>One line of the journal: an operation that was begun, or the number of one that has ended.</summary>
internal sealed record JournalLine(long Number, OpenOperation? Begun)
{
    private const int LengthLimit = 4096;

    /// <summary>The line as it is written, with its line feed.</summary>
    public byte[] Write() => [.. JsonSerializer.SerializeToUtf8Bytes(this), (byte)'\n'];

    /// <summary>Null for what is no line of a journal: the last one may be cut short.</summary>
    public static JournalLine? Read(string text)
    {
        try
        {
            return text.Length <= LengthLimit ? JsonSerializer.Deserialize<JournalLine>(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
