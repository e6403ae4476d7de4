using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace NsmPS.Lab.Samples;

/// <summary>All Ethernet frames of one interface.</summary>
internal sealed class FrameSocket : IDisposable
{
    private const int LargestFrame = 1 << 16;
    private const int PacketLevel = 263;
    private const int IgnoreOutgoing = 23;

    // ETH_P_ALL in network byte order.
    private const int AllProtocols = 0x0300;

    private readonly Socket _socket = new(AddressFamily.Packet, SocketType.Raw, (ProtocolType)AllProtocols);

    public FrameSocket(int interfaceIndex)
    {
        _socket.SetRawSocketOption(PacketLevel, IgnoreOutgoing, [1, 0, 0, 0]);
        _socket.Bind(new LinkEndPoint(interfaceIndex));
    }

    /// <summary>Sends what comes in here out over another interface, as far as a filter lets it.</summary>
    public async Task CopyToAsync(FrameSocket other, Predicate<ReadOnlyMemory<byte>> passes, CancellationToken cancellationToken)
    {
        var buffer = new byte[LargestFrame];
        while (true)
        {
            var length = await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
            var frame = buffer.AsMemory(0, length);
            if (passes(frame))
            {
                TcpChecksum.Complete(frame.Span);
                await other._socket.SendAsync(frame, SocketFlags.None, cancellationToken);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>An interface as an address of its frames: sockaddr_ll.</summary>
    private sealed class LinkEndPoint(int index) : EndPoint
    {
        private const int Length = 20;
        private const int IndexAt = 4;

        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            SocketAddress address = new(AddressFamily.Packet, Length);
            BinaryPrimitives.WriteInt16LittleEndian(address.Buffer.Span[2..], AllProtocols);
            BinaryPrimitives.WriteInt32LittleEndian(address.Buffer.Span[IndexAt..], index);
            return address;
        }

        public override EndPoint Create(SocketAddress socketAddress) => this;
    }
}
