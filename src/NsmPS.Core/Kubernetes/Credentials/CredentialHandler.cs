using System.Collections.Immutable;
using System.Net;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>
/// Puts the credentials on each request, and renews them once where the server refuses them. A certificate belongs to the connections made with it,
/// so another one gets other connections.
/// </summary>
/// <param name="source">Where credentials come from.</param>
/// <param name="impersonation">Headers that go on every request.</param>
/// <param name="host">
/// The context's tls-server-name; null for the address's own. It goes into the Host header because that is where the socket handler takes the name for
/// SNI and verification from; it overwrites the name that its TLS options hold.
/// </param>
/// <param name="connect">Makes the connections for a client certificate.</param>
internal sealed class CredentialHandler(
    CredentialSource source,
    ImmutableArray<KeyValuePair<string, string>> impersonation,
    string? host,
    Func<ClientCertificate?, HttpMessageHandler> connect) : HttpMessageHandler
{
    private readonly Lock _gate = new();
    private readonly List<HttpMessageInvoker> _all = [];
    private HttpMessageInvoker? _current;
    private ClientCertificate? _certificate;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach ((string name, string value) in impersonation)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Host = host ?? request.Headers.Host;
        RequestCredential credential = await source.GetAsync(cancellationToken);
        HttpResponseMessage response = await SendAsync(request, credential, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || await source.RenewAsync(credential, cancellationToken) is not { } renewed)
        {
            return response;
        }

        response.Dispose();
        return await SendAsync(request, renewed, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
            lock (_gate)
            {
                _all.ForEach(invoker => invoker.Dispose());
                _all.Clear();
                _current = null;
            }
        }

        base.Dispose(disposing);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, RequestCredential credential, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = credential.Authorization;
        return InvokerFor(credential.Certificate).SendAsync(request, cancellationToken);
    }

    private HttpMessageInvoker InvokerFor(ClientCertificate? certificate)
    {
        lock (_gate)
        {
            if (_current is null || certificate != _certificate)
            {
                // Those of the certificate before may still carry a watch. They end with this handler.
                _current = new HttpMessageInvoker(connect(certificate));
                _certificate = certificate;
                _all.Add(_current);
            }

            return _current;
        }
    }
}
