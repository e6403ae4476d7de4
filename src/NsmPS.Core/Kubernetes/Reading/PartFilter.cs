using System.Buffers;
using System.Text;
using System.Text.Json;

namespace NsmPS.Kubernetes.Reading;

/// <summary>
/// The parts of objects that a reader of a list has no use for. They are left out of the text, so that nothing is ever made of them. Lists
/// on the way of a path are passed through: <c>spec.containers.resources</c> is that of every container.
/// </summary>
internal sealed class PartFilter
{
    private readonly List<(byte[] Name, PartFilter? Inside)> _parts = [];

    private PartFilter()
    {
    }

    /// <summary>A filter that leaves out what the paths name.</summary>
    public static PartFilter Without(params ReadOnlySpan<string> paths)
    {
        var filter = new PartFilter();
        foreach (var path in paths)
        {
            filter.Add(path);
        }

        return filter;
    }

    /// <summary>Writes what is left of an object.</summary>
    /// <param name="json">The object.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public void Copy(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var reader = new Utf8JsonReader(json, JsonReader.Options(ReadLimits.Answer));
        reader.Read();
        Copy(ref reader, json, output);
    }

    private void Add(string path)
    {
        var steps = path.Split('.', 2);
        var name = Encoding.UTF8.GetBytes(steps[0]);
        if (steps.Length == 1)
        {
            _parts.Add((name, null));
            return;
        }

        var inside = _parts.Find(part => part.Name.AsSpan().SequenceEqual(name)).Inside;
        if (inside is null)
        {
            inside = new PartFilter();
            _parts.Add((name, inside));
        }

        inside.Add(steps[1]);
    }

    private void Copy(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                CopyObject(ref reader, json, output);
                break;
            case JsonTokenType.StartArray:
                CopyArray(ref reader, json, output);
                break;
            default:
                CopyWhole(ref reader, json, output);
                break;
        }
    }

    private void CopyObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var next = "{"u8;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var known = TryFind(ref reader, out var inside);
            if (known && inside is null)
            {
                reader.Skip();
                continue;
            }

            output.Write(next);
            next = ","u8;
            output.Write(json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]);
            reader.Read();
            if (known)
            {
                inside!.Copy(ref reader, json, output);
            }
            else
            {
                CopyWhole(ref reader, json, output);
            }
        }

        output.Write(next is [(byte)'{'] ? "{}"u8 : "}"u8);
    }

    private void CopyArray(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var next = "["u8;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            output.Write(next);
            next = ","u8;
            Copy(ref reader, json, output);
        }

        output.Write(next is [(byte)'['] ? "[]"u8 : "]"u8);
    }

    private static void CopyWhole(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        output.Write(json[start..(int)reader.BytesConsumed]);
    }

    private bool TryFind(ref Utf8JsonReader reader, out PartFilter? inside)
    {
        foreach (var part in _parts)
        {
            if (reader.ValueTextEquals(part.Name))
            {
                inside = part.Inside;
                return true;
            }
        }

        inside = null;
        return false;
    }
}
