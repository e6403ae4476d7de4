using System.Buffers;
using System.Text;

namespace NsmPS.Sandbox.Nsm.CrossConnects;

/// <summary>Writes a Protobuf message, field by field. As Protobuf wants it, what is empty or zero is not written.</summary>
internal sealed class MessageWriter
{
    private const int VarintType = 0;
    private const int BytesType = 2;
    private const int TypeBits = 3;
    private const int KeyField = 1;
    private const int ValueField = 2;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    public MessageWriter Number(int field, int value)
    {
        if (value != 0)
        {
            Varint((uint)((field << TypeBits) | VarintType));
            Varint((uint)value);
        }

        return this;
    }

    public MessageWriter Flag(int field, bool value) => Number(field, value ? 1 : 0);

    public MessageWriter Text(int field, string value) => value.Length == 0 ? this : Write(field, Encoding.UTF8.GetBytes(value));

    public MessageWriter Texts(int field, params IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            Write(field, Encoding.UTF8.GetBytes(value));
        }

        return this;
    }

    public MessageWriter Message(int field, MessageWriter message) => Write(field, message.Bytes.Span);

    /// <summary>An entry of a map with texts as keys.</summary>
    public MessageWriter Entry(int field, string key, MessageWriter value) =>
        Message(field, new MessageWriter().Text(KeyField, key).Message(ValueField, value));

    /// <summary>A map of texts.</summary>
    public MessageWriter Map(int field, IEnumerable<KeyValuePair<string, string>> entries)
    {
        foreach (var (key, value) in entries)
        {
            Message(field, new MessageWriter().Text(KeyField, key).Text(ValueField, value));
        }

        return this;
    }

    private MessageWriter Write(int field, ReadOnlySpan<byte> content)
    {
        Varint((uint)((field << TypeBits) | BytesType));
        Varint((uint)content.Length);
        _bytes.Write(content);
        return this;
    }

    /// <summary>Seven bits in each byte, the lowest first; the eighth says that more follow.</summary>
    private void Varint(uint value)
    {
        for (; value > 0x7f; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}
