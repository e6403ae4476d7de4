using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace NsmPS.Kubernetes.Reading;

/// <summary>Reads JSON as Kubernetes does: of equal keys the last one counts. Faults are found while reading, not later.</summary>
public static class JsonReader
{
    private const string HalfCharacter = "a text is not valid Unicode: write it again in UTF-8";

    /// <summary>Reads an object that a stranger sent; a key that stands twice is an error.</summary>
    /// <param name="text">The text.</param>
    /// <param name="depth">How deep it may be nested.</param>
    /// <exception cref="FormatException">It is no JSON object. The message names the place and quotes nothing.</exception>
    public static JsonObject ReadObject(string text, int depth)
    {
        try
        {
            return Read(text, ReadLimits.Manifest with { Depth = depth }) as JsonObject
                ?? throw new FormatException("it is not a JSON object");
        }
        catch (ReadException exception)
        {
            throw new FormatException(exception.Discreet);
        }
    }

    /// <exception cref="ReadException">It is not JSON, or it is more than the limits allow.</exception>
    internal static JsonNode? Read(string text, ReadLimits limits) => Read(Encoding.UTF8.GetBytes(text), limits);

    /// <exception cref="ReadException">It is not JSON, or it is more than the limits allow.</exception>
    internal static JsonNode? Read(ReadOnlySpan<byte> utf8, ReadLimits limits)
    {
        if (limits.Values == int.MaxValue && IsPlain(utf8))
        {
            try
            {
                // Large lists stay small this way: nodes are made when they are looked at.
                var options = new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = limits.Depth };
                return JsonNode.Parse(utf8, documentOptions: options);
            }
            catch (JsonException)
            {
                // It has equal keys, or it is not JSON: read closely.
            }
        }

        return new Builder(utf8, limits).Read();
    }

    /// <summary>The object in a text; null when it holds something else.</summary>
    internal static JsonObject? TryReadObject(string? text) => text is null ? null : TryReadObject(Encoding.UTF8.GetBytes(text));

    /// <summary>The object in a text; null when it holds something else.</summary>
    internal static JsonObject? TryReadObject(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Read(utf8, ReadLimits.Answer) as JsonObject;
        }
        catch (ReadException)
        {
            return null;
        }
    }

    /// <summary>For a reader that finds a fault of depth itself, and names it.</summary>
    internal static JsonReaderOptions Options(ReadLimits limits) => new() { MaxDepth = limits.Depth + 2 };

    /// <summary>Whether no text can turn out to be half a character, which .NET says only when the text is read.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> utf8) => Utf8.IsValid(utf8) && utf8.IndexOf("\\ud"u8) < 0 && utf8.IndexOf("\\uD"u8) < 0;

    private ref struct Builder(ReadOnlySpan<byte> utf8, ReadLimits limits)
    {
        private readonly ReadOnlySpan<byte> _utf8 = utf8;
        private Utf8JsonReader _reader = new(utf8, Options(limits));
        private int _values;

        public JsonNode? Read()
        {
            try
            {
                _reader.Read();
                var root = ReadValue();

                // Throws at whatever follows.
                _reader.Read();
                return root;
            }
            catch (JsonException exception)
            {
                var words = exception.Message.Split(" LineNumber:")[0];
                throw new ReadException((exception.LineNumber ?? -1) + 1, (exception.BytePositionInLine ?? 0) + 1, "it is not JSON", words);
            }
            catch (InvalidOperationException)
            {
                throw Fault(HalfCharacter);
            }
        }

        private JsonNode? ReadValue()
        {
            if (_reader.CurrentDepth > limits.Depth)
            {
                throw Fault($"it is nested more than {limits.Depth} levels deep: flatten it");
            }

            if (++_values > limits.Values)
            {
                throw Fault($"there are more than {limits.Values} values: split the text");
            }

            switch (_reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    return ReadObject();
                case JsonTokenType.StartArray:
                    var list = new JsonArray();
                    while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                    {
                        list.Add(ReadValue());
                    }

                    return list;
                case JsonTokenType.String:
                    return JsonValue.Create(_reader.GetString());
                case JsonTokenType.Number:
                    return _reader.TryGetInt64(out var whole) ? JsonValue.Create(whole)
                        : double.IsFinite(_reader.GetDouble()) ? JsonValue.Create(_reader.GetDouble())
                        : throw Fault("a number is too large: put it in quotes");
                case JsonTokenType.True or JsonTokenType.False:
                    return JsonValue.Create(_reader.GetBoolean());
                default:
                    return null;
            }
        }

        private JsonObject ReadObject()
        {
            var result = new JsonObject();
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
            {
                var key = _reader.GetString()!;
                if (limits.RefusesEqualKeys && result.ContainsKey(key))
                {
                    throw Fault("a key stands twice: keep one of them");
                }

                _reader.Read();
                result[key] = ReadValue();
            }

            return result;
        }

        private readonly ReadException Fault(string rule)
        {
            var before = _utf8[..(int)_reader.TokenStartIndex];
            return new ReadException(before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'), rule);
        }
    }
}
