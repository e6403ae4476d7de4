using System.Net;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Credentials;
using NsmPS.Kubernetes.Http;
using NsmPS.Kubernetes.Tls;

namespace NsmPS.Kubernetes.Connection;

/// <summary>Keeps the connections for the current credentials. Authorities and client certificates belong to a connection, so new ones get
/// new connections; requests that still run finish on the old ones.</summary>
internal sealed class TransportPool(ConnectionSettings settings, CredentialSource source, TimeProvider time, AnswerBudget answers,
    DelegatingHandler? door) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TlsFiles _files = new(settings, time);
    private ClusterTransport? _current;
    private TlsIdentity? _identity;

    /// <summary>Obtains credentials first; this takes as long as a login takes.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken) => await source.GetAsync(cancellationToken);

    /// <summary>Makes an attempt. One that the server refuses for its credentials is made once more with renewed ones.</summary>
    public async Task<ApiAttempt> AttemptAsync(Func<ClusterTransport, CancellationToken, Task<ApiAttempt>> attempt,
        CancellationToken cancellationToken)
    {
        var credential = await source.GetAsync(cancellationToken);
        var made = await attempt(For(credential), cancellationToken);
        return made.Response is not { Code: HttpStatusCode.Unauthorized }
            || await source.RenewAsync(credential, cancellationToken) is not { } renewed
            ? made
            : await attempt(For(renewed), cancellationToken);
    }

    /// <summary>Closes what is idle. A later request opens connections again.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            _current?.Retire();
            _current = null;
        }
    }

    public void Dispose()
    {
        source.Dispose();
        lock (_gate)
        {
            _current?.Dispose();
            _current = null;
        }
    }

    private ClusterTransport For(RequestCredential credential)
    {
        var files = _files.Current();
        var certificate = ReferenceEquals(credential.Certificate, settings.Certificate) ? files.Certificate : credential.Certificate;
        lock (_gate)
        {
            var identity = new TlsIdentity(files.Authorities, certificate);
            if (_current is null || _identity != identity)
            {
                _current?.Retire();
                _identity = identity;
                _current = ClusterTransport.Create(settings, identity, source, answers, door);
            }

            return _current;
        }
    }
}
