using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace NsmPS.Lab.Protocol;

/// <summary>A socket that carries one <see cref="Message"/> per line.</summary>
internal sealed class LineConnection : IDisposable
{
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int CredentialsLength = 12;
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    public LineConnection(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream, leaveOpen: true);
    }

    /// <summary>The process at the other end of a unix socket, by its number in this
    /// process's namespace; 0 when it cannot be told.</summary>
    public int PeerProcess
    {
        get
        {
            var credentials = new byte[CredentialsLength];
            return _socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == CredentialsLength
                ? BitConverter.ToInt32(credentials)
                : 0;
        }
    }

    public static async Task<LineConnection> ConnectAsync(EndPoint address, CancellationToken cancellationToken)
    {
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new LineConnection(socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new LabException($"cannot reach {address}: {e.Message}", e);
        }
    }

    /// <summary>Connects, asks once, returns the answer.</summary>
    /// <exception cref="LabException">The peer is away or refused.</exception>
    public static async Task<Message> CallAsync(EndPoint address, Message request, CancellationToken cancellationToken)
    {
        using var connection = await ConnectAsync(address, cancellationToken);
        return await connection.AskAsync(request, cancellationToken);
    }

    /// <summary>The same, with a limit to the whole call.</summary>
    /// <exception cref="LabException">The peer is away, refused, or did not answer in time.</exception>
    public static async Task<Message> CallAsync(EndPoint address, Message request, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(limit);
        try
        {
            return await CallAsync(address, request, end.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LabException("context deadline exceeded", e);
        }
    }

    /// <summary>Asks over this connection and waits for the answer.</summary>
    /// <exception cref="LabException">The peer refused or hung up.</exception>
    public async Task<Message> AskAsync(Message request, CancellationToken cancellationToken)
    {
        await WriteAsync(request, cancellationToken);
        var reply = await ReadAsync(cancellationToken) ?? throw new LabException("transport is closing");
        return reply.Error is null ? reply : throw new LabException(reply.Error);
    }

    /// <summary>The next message, or null when the peer is gone.</summary>
    public async Task<Message?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var line = await _reader.ReadLineAsync(cancellationToken);
            return line is null ? null : JsonSerializer.Deserialize(line, MessageJson.Default.Message);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public async Task WriteAsync(Message message, CancellationToken cancellationToken)
    {
        try
        {
            byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, MessageJson.Default.Message), (byte)'\n'];
            await _stream.WriteAsync(line, cancellationToken);
        }
        catch (IOException e)
        {
            throw new LabException("transport is closing", e);
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }
}
