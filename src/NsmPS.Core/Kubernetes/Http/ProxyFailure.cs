using System.Net;

namespace NsmPS.Kubernetes.Http;

/// <summary>What a proxy refuses.</summary>
internal static class ProxyFailure
{
    /// <summary>What to do about it.</summary>
    public const string Remedy = "Check the proxy-url of the kubeconfig's cluster, or HTTPS_PROXY and NO_PROXY, and the login in it.";

    /// <summary>A proxy as messages show it: without its login.</summary>
    public static string? Show(Uri? proxy) => proxy?.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>The words for an answer of the proxy, as the end of a sentence.</summary>
    public static string Text(string? proxy, HttpStatusCode code) => $"the proxy {proxy} refused the connection with HTTP {(int)code}"
        + (code == HttpStatusCode.ProxyAuthenticationRequired ? ": it wants a login" : "");

    /// <summary>The words for a connection whose end nobody can be blamed for; none where there is no proxy.</summary>
    public static string Through(string? proxy) => proxy is null ? "" : $" through the proxy {proxy}";

    /// <summary>Whether it is the proxy that has answered. It does so in its own name where it is asked for a request in plain text; an
    /// API server would have explained itself.</summary>
    public static bool IsAnswer(Uri? proxy, Uri server, ApiResponse response) => proxy is not null
        && (response.Code == HttpStatusCode.ProxyAuthenticationRequired
            || (server.Scheme == Uri.UriSchemeHttp && ApiStatus.Read(response.TryReadObject()) is null
                && response.Code is HttpStatusCode.Forbidden or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                    or HttpStatusCode.GatewayTimeout));

    /// <summary>A proxy did not open the way to the server.</summary>
    public static ApiFailure OfTunnel(string proxy, HttpRequestException exception) => exception.StatusCode switch
    {
        null => new ApiFailure(ApiFailureKind.NotConnected, $"the proxy {proxy} did not connect to it", exception, OfProxy: true),

        // The server behind it may come back.
        { } code when code >= HttpStatusCode.InternalServerError =>
            new ApiFailure(ApiFailureKind.NotConnected, Text(proxy, code), exception, OfProxy: true),
        { } code => new ApiFailure(ApiFailureKind.ProxyRefused, Text(proxy, code), exception, OfProxy: true),
    };
}
