using System.Buffers.Binary;
using System.Text;
using NsmPS.Sandbox.Forward;

namespace NsmPS.Sandbox.Api.Streams;

/// <summary>One port of a forward over channels: a stream for data, and one for the words about a failure.</summary>
/// <param name="port">The port.</param>
/// <param name="index">Its place among those that were asked for.</param>
/// <param name="dial">The connection to it.</param>
internal sealed class PortForward(int port, int index, PodDial dial)
{
    /// <summary>How many streams a port has.</summary>
    public const int Streams = 2;

    /// <summary>How many ports fit: streams have one byte for their number.</summary>
    public const int Most = (byte.MaxValue + 1) / Streams;

    private byte DataStream => (byte)(index * Streams);

    private byte ErrorStream => (byte)(DataStream + 1);

    /// <summary>Takes what the client sends.</summary>
    public async ValueTask TakeAsync(byte stream, ReadOnlyMemory<byte> data)
    {
        if (stream == DataStream)
        {
            await dial.TakeAsync(data);
        }
    }

    /// <summary>Connects, and passes on what the pod sends until the connection ends.</summary>
    public async Task RunAsync(ChannelSocket streams)
    {
        await using (dial)
        {
            var number = new byte[sizeof(ushort)];
            BinaryPrimitives.WriteUInt16LittleEndian(number, (ushort)port);
            await streams.SendAsync(DataStream, number);
            await streams.SendAsync(ErrorStream, number);
            await dial.RunAsync(data => streams.SendAsync(DataStream, data),
                text => streams.SendAsync(ErrorStream, Encoding.UTF8.GetBytes(text)), streams.Closed);
        }
    }
}
