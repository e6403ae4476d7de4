using System.Net.Sockets;
using System.Net.WebSockets;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Tls;

namespace NsmPS.Kubernetes.Http;

/// <summary>An attempt that brought no answer.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Text">Why, as the end of a sentence.</param>
/// <param name="Exception">What was thrown.</param>
/// <param name="OfProxy">True when it is the proxy's doing.</param>
internal sealed record ApiFailure(ApiFailureKind Kind, string Text, Exception? Exception, bool OfProxy = false)
{
    /// <summary>Tells what an exception of the HTTP or WebSocket layer means; null when it is not one of theirs.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="proxy">The proxy as messages show it; null where there is none.</param>
    public static ApiFailure? From(Exception exception, string? proxy = null)
    {
        Exception[] chain = [.. Chain(exception)];
        if (chain.OfType<CertificateRefusedException>().FirstOrDefault() is { } refused)
        {
            return new ApiFailure(ApiFailureKind.CertificateRefused, refused.Message, exception);
        }

        HttpRequestException[] requests = [.. chain.OfType<HttpRequestException>()];
        var request = requests.FirstOrDefault(fault => fault.HttpRequestError == HttpRequestError.ProxyTunnelError)
            ?? requests.FirstOrDefault();
        return (request?.HttpRequestError, chain[0]) switch
        {
            (HttpRequestError.ProxyTunnelError, _) when proxy is not null => ProxyFailure.OfTunnel(proxy, request!),
            (HttpRequestError.NameResolutionError, _) => new ApiFailure(ApiFailureKind.NameUnknown,
                proxy is null ? "its name cannot be resolved" : $"the name of the proxy {proxy} cannot be resolved", exception,
                proxy is not null),
            (HttpRequestError.ConnectionError, _) => NotConnected(Reason(chain)),
            (HttpRequestError.SecureConnectionError, _) => new ApiFailure(ApiFailureKind.NotConnected,
                $"the TLS handshake{ProxyFailure.Through(proxy)} failed: {chain[^1].Message.TrimEnd('.')}", exception,
                proxy?.StartsWith($"{Uri.UriSchemeHttps}:", StringComparison.Ordinal) == true),
            (HttpRequestError.ConfigurationLimitExceeded, _) =>
                new ApiFailure(ApiFailureKind.TooLarge, "its answer is too large", exception),
            (_, NoRoomException) => new ApiFailure(ApiFailureKind.NoRoom, "its answer is too large for now", exception),
            (not null, _) or (_, IOException or WebSocketException) =>
                new ApiFailure(ApiFailureKind.Dropped, $"the connection{ProxyFailure.Through(proxy)} was cut", exception,
                    proxy is not null),

            // The handler reports its own connect timeout as a cancellation that no caller requested.
            (_, OperationCanceledException) when chain.OfType<TimeoutException>().Any() =>
                NotConnected("no connection was made in time"),
            _ => null,
        };

        // Where there is a proxy, every connection goes to it.
        ApiFailure NotConnected(string reason) => new(ApiFailureKind.NotConnected,
            proxy is null ? reason : $"the proxy {proxy} cannot be reached: {reason}", exception, proxy is not null);
    }

    private static string Reason(Exception[] chain) => chain.OfType<SocketException>().LastOrDefault() switch
    {
        { SocketErrorCode: SocketError.ConnectionRefused } => "the connection was refused",
        { SocketErrorCode: SocketError.HostUnreachable or SocketError.NetworkUnreachable } => "there is no route to it",
        { SocketErrorCode: SocketError.TimedOut } => "no connection was made in time",
        { } other => other.Message.TrimEnd('.'),
        null => "no connection was made",
    };

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception;
        }
    }
}
