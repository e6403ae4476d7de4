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
