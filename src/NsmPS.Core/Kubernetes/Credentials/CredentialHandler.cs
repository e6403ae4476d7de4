using System.Collections.Immutable;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>
/// Puts the credentials on each request. Who sends gets them first with <see cref="PrepareAsync"/> and renews them where the server refuses
/// them, because a login takes its own time and not the request's. A certificate belongs to the connections made with it, so another one
/// gets other connections.
/// </summary>
/// <param name="source">Where credentials come from.</param>
/// <param name="impersonation">Headers that go on every request.</param>
/// <param name="host">
/// The context's tls-server-name; null for the address's own. It goes into the Host header because that is where the socket handler takes
/// the name for SNI and verification from; it overwrites the name that its TLS options hold.
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

    /// <summary>Has credentials ready; it takes as long as a login takes.</summary>
    /// <returns>What the next request will use.</returns>
    public ValueTask<RequestCredential> PrepareAsync(CancellationToken cancellationToken) => source.GetAsync(cancellationToken);

    /// <summary>Gets others in place of those that the server refused; false when there are none.</summary>
    public async ValueTask<bool> RenewAsync(RequestCredential refused, CancellationToken cancellationToken) =>
        await source.RenewAsync(refused, cancellationToken) is not null;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach ((var name, var value) in impersonation)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Host = host ?? request.Headers.Host;
        var credential = await source.GetAsync(cancellationToken);
        request.Headers.Authorization = credential.Authorization;
        return await InvokerFor(credential.Certificate).SendAsync(request, cancellationToken);
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
