using System.Net;
using System.Net.Sockets;
using NsmPS.Lab.Common;

namespace NsmPS.Lab.Protocol;

/// <summary>Accepts connections on a unix or TCP address and serves each on its own.</summary>
internal static class LineServer
{
    /// <summary>Listens at once; the returned task ends with the token.</summary>
    public static Task Start(EndPoint address, Func<LineConnection, CancellationToken, Task> serve, CancellationToken cancellationToken)
    {
        if (address is UnixDomainSocketEndPoint)
        {
            File.Delete(address.ToString()!);
        }

        Socket listener = new(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(address);
        listener.Listen(64);
        return AcceptAsync(listener, serve, cancellationToken);
    }

    /// <summary>A server that answers each message by itself; a <see cref="LabException"/> becomes a refusal.</summary>
    public static Task StartAnswering(EndPoint address, Func<Message, CancellationToken, Task<Message>> answer,
        CancellationToken cancellationToken) =>
        Start(address, (connection, token) => AnswerAsync(connection, answer, token), cancellationToken);

    public static async Task AnswerAsync(
        LineConnection connection, Func<Message, CancellationToken, Task<Message>> answer, CancellationToken cancellationToken)
    {
        while (await connection.ReadAsync(cancellationToken) is { } request)
        {
            await AnswerOneAsync(connection, request, answer, cancellationToken);
        }
    }

    /// <summary>Answers one message that was read already.</summary>
    public static async Task AnswerOneAsync(
        LineConnection connection, Message request, Func<Message, CancellationToken, Task<Message>> answer,
        CancellationToken cancellationToken)
    {
        Message reply;
        try
        {
            reply = await answer(request, cancellationToken);
        }
        catch (LabException e)
        {
            Log.Error($"{request.Method}: {e.Message}");
            reply = new Message { Error = e.Message };
        }

        await connection.WriteAsync(reply, cancellationToken);
    }

    private static async Task AcceptAsync(
        Socket listener, Func<LineConnection, CancellationToken, Task> serve, CancellationToken cancellationToken)
    {
        using (listener)
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var socket = await listener.AcceptAsync(cancellationToken);
                _ = ServeAsync(socket, serve, cancellationToken);
            }
        }
    }

    private static async Task ServeAsync(
        Socket socket, Func<LineConnection, CancellationToken, Task> serve, CancellationToken cancellationToken)
    {
        using LineConnection connection = new(socket);
        try
        {
            await serve(connection, cancellationToken);
        }
        catch (LabException e)
        {
            Log.Error(e.Message);
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }
}
