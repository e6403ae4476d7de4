using System.Net.Sockets;
using System.Net.WebSockets;
using NsmPS.Kubernetes.Tls;

namespace NsmPS.Kubernetes.Http;

/// <summary>An attempt that brought no answer.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Text">Why, as the end of a sentence.</param>
/// <param name="Exception">What was thrown.</param>
internal sealed record ApiFailure(ApiFailureKind Kind, string Text, Exception? Exception)
{
    /// <summary>Tells what an exception of the HTTP or WebSocket layer means; null when it is not one of theirs.</summary>
    public static ApiFailure? From(Exception exception)
    {
        Exception[] chain = [.. Chain(exception)];
        if (chain.OfType<CertificateRefusedException>().FirstOrDefault() is { } refused)
        {
            return new ApiFailure(ApiFailureKind.CertificateRefused, refused.Message, exception);
        }

        var error = chain.OfType<HttpRequestException>().FirstOrDefault()?.HttpRequestError;
        return (error, chain[0]) switch
        {
            (HttpRequestError.NameResolutionError, _) =>
                new ApiFailure(ApiFailureKind.NameUnknown, "its name cannot be resolved", exception),
            (HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError, _) =>
                new ApiFailure(ApiFailureKind.NotConnected, Reason(chain), exception),
            (HttpRequestError.SecureConnectionError, _) =>
                new ApiFailure(ApiFailureKind.NotConnected, "the TLS handshake failed: " + chain[^1].Message.TrimEnd('.'), exception),
            (not null, _) or (_, IOException or WebSocketException) =>
                new ApiFailure(ApiFailureKind.Dropped, "the connection was cut", exception),

            // The handler reports its own connect timeout as a cancellation that nobody asked for.
            (_, OperationCanceledException) when chain.OfType<TimeoutException>().Any() =>
                new ApiFailure(ApiFailureKind.NotConnected, "no connection came about in time", exception),
            _ => null,
        };
    }

    private static string Reason(Exception[] chain) => chain.OfType<SocketException>().LastOrDefault() switch
    {
        { SocketErrorCode: SocketError.ConnectionRefused } => "the connection was refused",
        { SocketErrorCode: SocketError.HostUnreachable or SocketError.NetworkUnreachable } => "there is no route to it",
        { SocketErrorCode: SocketError.TimedOut } => "no connection came about in time",
        { } other => other.Message.TrimEnd('.'),
        null => "no connection came about",
    };

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception;
        }
    }
}
