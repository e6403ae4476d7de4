using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using NsmPS.Cluster.Http;

namespace NsmPS.Cluster.Exec;

/// <summary>
/// Runs commands in containers over a WebSocket of its own. The socket never outlives the call: it is closed when the command's status is there,
/// and aborted on cancellation, on the time limit and on any fault.
/// </summary>
internal sealed class PodExec(ApiConnection connection)
{
    // v5 differs from v4 only in how it closes stdin, which is never closed here: what reads it reads one line.
    private static readonly string[] s_protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

    /// <exception cref="NsmException">The command could not be run to its end.</exception>
    public async Task<ExecResult> RunAsync(ApiRequest request, ExecQuestion? question, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, connection.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using ClientWebSocket socket = await ConnectAsync(request, either.Token);
            var channels = new ExecChannels();
            await channels.ReadAsync(socket, question, either.Token);
            await CloseAsync(socket, either.Token);
            return channels.ToResult() ?? throw connection.Errors.ExecFailed(request.Target, channels.Fault);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw connection.Errors.ExecFailed(request.Target, string.Create(CultureInfo.InvariantCulture, $"it did not end within {timeout.TotalSeconds:0.###} s"));
        }
        catch (Exception exception) when (exception is WebSocketException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw connection.Errors.ExecFailed(request.Target, "the connection was cut before its end", exception);
        }
    }

    private async Task<ClientWebSocket> ConnectAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        ClientWebSocket? connected = null;
        ApiResponse answer = await connection.CallAsync(request, AttemptAsync, cancellationToken);
        return connected ?? throw Refused(request, answer);

        async Task<ApiAttempt> AttemptAsync(CancellationToken token)
        {
            ClientWebSocket? socket = NewSocket();
            try
            {
                await socket.ConnectAsync(Address(request), connection.Invoker, token);
                (connected, socket) = (socket, null);
                return ApiAttempt.Answered(new ApiResponse(HttpStatusCode.SwitchingProtocols, default, null));
            }
            catch (WebSocketException exception)
            {
                token.ThrowIfCancellationRequested();
                return socket!.HttpStatusCode != 0
                    ? ApiAttempt.Answered(new ApiResponse(socket.HttpStatusCode, default, null))
                    : ApiAttempt.Failed(ApiFailure.From(exception) ?? new ApiFailure(ApiFailureKind.Dropped, "the connection was cut", exception));
            }
            finally
            {
                socket?.Dispose();
            }
        }
    }

    private static ClientWebSocket NewSocket()
    {
        var socket = new ClientWebSocket();
        foreach (string protocol in s_protocols)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        // The failed upgrade's body cannot be read; its status can.
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        return socket;
    }

    private Uri Address(ApiRequest request)
    {
        var address = new UriBuilder(connection.Address(request));
        address.Scheme = address.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        return address.Uri;
    }

    private NsmException Refused(ApiRequest request, ApiResponse answer) => answer.Code switch
    {
        HttpStatusCode.NotFound => connection.Errors.ExecFailed(request.Target, "the pod does not exist"),
        HttpStatusCode.BadRequest => connection.Errors.ExecFailed(request.Target, "the pod has no such container, or it is not running"),
        HttpStatusCode.InternalServerError => connection.Errors.ExecFailed(request.Target, "the container is not running, or the node does not answer"),
        HttpStatusCode.SwitchingProtocols => connection.Errors.ExecFailed(request.Target, "the server offers no protocol NsmPS speaks"),
        _ => connection.Errors.Refused(request, answer),
    };

    private static async Task CloseAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException)
        {
            // The server has closed it first, and the result is complete.
        }
    }
}
