using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using NsmPS.Kubernetes.Connection;
using NsmPS.Kubernetes.Http;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Kubernetes.Exec;

/// <summary>Runs a command in a container and gives its lines as they come.</summary>
internal sealed class ExecStream(ApiConnection connection)
{
    /// <summary>The command's input stays open until the caller stops reading, and is closed then: a command that is to end with its reader
    /// reads it.</summary>
    /// <exception cref="NsmException">ExecFailed when it cannot be run, or cannot be followed to its end.</exception>
    public async IAsyncEnumerable<ExecOutput> RunAsync(ExecCall call, TimeSpan timeout,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await connection.PrepareAsync(cancellationToken);
        var request = ObjectRequests.Exec(call.Namespace, call.Pod);
        using var limit = new CancellationTokenSource(timeout, connection.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        WebSocket socket;
        try
        {
            socket = await connection.OpenSocketAsync(
                request, PodDial.Exec(call), answer => PodExec.Refused(connection, request, answer), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw PodExec.TooLong(connection, request, timeout);
        }

        using (socket)
        {
            var (output, errors, status) = (new LineCutter(), new LineCutter(), new CappedBuffer());
            var buffer = new byte[16 * 1024];
            byte? channel = null;
            while (true)
            {
                var received = await ReceiveAsync(socket, buffer, request, timeout, either.Token, cancellationToken);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    throw connection.Errors.ExecFailed(request.Target, "the connection ended before the command did");
                }

                ReadOnlyMemory<byte> part = buffer.AsMemory(0, received.Count);
                if (channel is null && part.Length > 0)
                {
                    (channel, part) = (part.Span[0], part[1..]);
                }

                if (channel is ExecChannels.OutputChannel or ExecChannels.ErrorChannel)
                {
                    var isError = channel == ExecChannels.ErrorChannel;
                    foreach (var line in (isError ? errors : output).Add(part.Span))
                    {
                        yield return new ExecOutput.Line(line, isError);
                    }
                }
                else if (channel == ExecChannels.StatusChannel)
                {
                    status.Append(part.Span);
                }

                if (!received.EndOfMessage)
                {
                    continue;
                }

                var isEnd = channel == ExecChannels.StatusChannel && status.ToString().Length > 0;
                channel = null;
                if (isEnd)
                {
                    break;
                }
            }

            foreach (var (rest, isError) in new[] { (output.Rest(), false), (errors.Rest(), true) })
            {
                if (rest is not null)
                {
                    yield return new ExecOutput.Line(rest, isError);
                }
            }

            var end = ApiStatus.Read(JsonReader.TryReadObject(status.ToString()))
                ?? new ApiStatus(0, "Failure", "", status.ToString(), []);
            var code = ExecStatus.ExitCode(end) ?? throw connection.Errors.ExecFailed(request.Target, end.Message.TrimEnd('.'));
            if (!ExecStatus.HasStarted(end))
            {
                yield return new ExecOutput.Line(end.Message, IsError: true);
            }

            yield return new ExecOutput.Ended(code);
        }
    }

    private async Task<ValueWebSocketReceiveResult> ReceiveAsync(WebSocket socket, byte[] buffer, ApiRequest request, TimeSpan timeout,
        CancellationToken either, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(buffer.AsMemory(), either);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw PodExec.TooLong(connection, request, timeout);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw connection.Errors.ExecFailed(request.Target, "the connection was cut before its end", exception);
        }
    }
}
