using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Reading;

/// <summary>
/// One page of a list. Each object is read from its own piece of the text and holds no more than that: objects that were read with their
/// page would keep all of it for as long as one of them is in use.
/// </summary>
/// <param name="Items">The objects.</param>
/// <param name="Next">Where the next page begins; null or empty for the last one.</param>
/// <param name="ResourceVersion">The state of the collection.</param>
internal sealed record ListPage(IReadOnlyList<JsonObject> Items, string? Next, string? ResourceVersion)
{
    /// <summary>Reads a page; null when it is none.</summary>
    /// <param name="json">The text.</param>
    /// <param name="type">What its objects are: the server leaves out of them what the list itself says.</param>
    /// <param name="filter">What is left out of its objects; null for nothing.</param>
    public static ListPage? TryRead(ReadOnlySpan<byte> json, ResourceType type, PartFilter? filter)
    {
        try
        {
            return Read(json, type, filter);
        }
        catch (Exception exception) when (exception is JsonException or ReadException)
        {
            return null;
        }
    }

    private static ListPage? Read(ReadOnlySpan<byte> json, ResourceType type, PartFilter? filter)
    {
        var reader = new Utf8JsonReader(json, JsonReader.Options(ReadLimits.Answer));
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var items = new List<JsonObject>();
        JsonObject? metadata = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isItems = reader.ValueTextEquals("items"u8);
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (isItems)
            {
                items = ReadItems(ref reader, json, type, filter);
            }
            else
            {
                var value = Take(ref reader, json);
                metadata = isMetadata ? JsonReader.Read(value, ReadLimits.Answer) as JsonObject : metadata;
            }
        }

        // Throws at whatever follows.
        reader.Read();
        return new ListPage(items, metadata.Text("continue"), metadata.Text("resourceVersion"));
    }

    private static List<JsonObject> ReadItems(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ResourceType type, PartFilter? filter)
    {
        var items = new List<JsonObject>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return items;
        }

        var left = new ArrayBufferWriter<byte>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var text = Take(ref reader, json);
            if (filter is not null)
            {
                left.ResetWrittenCount();
                filter.Copy(text, left);
                text = left.WrittenSpan;
            }

            if (JsonReader.Read(text, ReadLimits.Answer) is JsonObject item)
            {
                item.Remove("apiVersion");
                item.Remove("kind");
                item.Insert(0, "kind", type.Kind);
                item.Insert(0, "apiVersion", type.ApiVersion);
                items.Add(item);
            }
        }

        return items;
    }

    private static ReadOnlySpan<byte> Take(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }
}
