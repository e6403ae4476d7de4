using System.Net;
using System.Net.WebSockets;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Kubernetes.Exec;

/// <summary>Opens WebSockets to pods, by the same handler that every request goes through.</summary>
internal sealed class PodSocket(ApiConnection connection)
{
    /// <summary>Connects with one of the protocols; what the server answers instead becomes the caller's error.</summary>
    public async Task<ClientWebSocket> ConnectAsync(
        ApiRequest request, IReadOnlyList<string> protocols, Func<ApiResponse, NsmException> refused, CancellationToken cancellationToken)
    {
        ClientWebSocket? connected = null;
        ApiResponse answer = await connection.CallAsync(request, AttemptAsync, cancellationToken);
        return connected ?? throw refused(answer);

        async Task<ApiAttempt> AttemptAsync(CancellationToken token)
        {
            ClientWebSocket? socket = New(protocols);
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

    private static ClientWebSocket New(IReadOnlyList<string> protocols)
    {
        var socket = new ClientWebSocket();
        foreach (string protocol in protocols)
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
}
