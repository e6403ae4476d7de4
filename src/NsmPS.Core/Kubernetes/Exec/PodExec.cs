using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using NsmPS.Kubernetes.Connection;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Kubernetes.Exec;

/// <summary>Runs commands in containers over a connection of its own, a WebSocket where the user may open one. The socket never outlives
/// the call: it is closed when the command's status is there, and aborted on cancellation, on the time limit and on any fault.</summary>
internal sealed class PodExec(ApiConnection connection)
{
    /// <exception cref="NsmException">The command could not be run to its end.</exception>
    public async Task<ExecResult> RunAsync(ExecCall call, ExecQuestion? question, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await connection.PrepareAsync(cancellationToken);
        var request = ObjectRequests.Exec(call.Namespace, call.Pod);
        using var limit = new CancellationTokenSource(timeout, connection.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var socket = await connection.OpenSocketAsync(
                request, PodDial.Exec(call), answer => Refused(connection, request, answer), either.Token);
            var channels = new ExecChannels();
            await channels.ReadAsync(socket, question, either.Token);
            await CloseAsync(socket, either.Token);
            return channels.ToResult() ?? throw connection.Errors.ExecFailed(request.Target, channels.Fault);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooLong(connection, request, timeout);
        }
        catch (Exception exception) when (exception is WebSocketException or IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw connection.Errors.ExecFailed(request.Target, "the connection was cut before its end", exception);
        }
    }

    /// <summary>The error of a command that did not end in time.</summary>
    public static NsmException TooLong(ApiConnection connection, ApiRequest request, TimeSpan timeout) =>
        connection.Errors.ExecFailed(request.Target,
            string.Create(CultureInfo.InvariantCulture, $"it did not end within {timeout.TotalSeconds:0.###} s"));

    /// <summary>The error of a command that the server does not run.</summary>
    public static NsmException Refused(ApiConnection connection, ApiRequest request, ApiResponse answer) => answer.Code switch
    {
        HttpStatusCode.NotFound => connection.Errors.ExecFailed(request.Target, "the pod does not exist"),
        HttpStatusCode.BadRequest => connection.Errors.ExecFailed(request.Target, "the pod has no such container, or it is not running"),
        HttpStatusCode.InternalServerError =>
            connection.Errors.ExecFailed(request.Target, "the container is not running, or the node does not answer"),
        HttpStatusCode.SwitchingProtocols => connection.Errors.ExecFailed(request.Target, "the server offers no protocol NsmPS speaks"),
        _ => connection.Errors.Refused(request, answer),
    };

    private static async Task CloseAsync(WebSocket socket, CancellationToken cancellationToken)
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
