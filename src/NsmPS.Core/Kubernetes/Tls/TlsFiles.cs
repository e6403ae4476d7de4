using System.Security.Cryptography.X509Certificates;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Kubernetes.Tls;

/// <summary>The authorities and the client certificate of a connection. Those that lie in files are read again every ten seconds: tools and
/// kubelets replace them.</summary>
internal sealed class TlsFiles
{
    private static readonly TimeSpan s_validity = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly ConnectionSettings _settings;
    private readonly TimeProvider _time;
    private readonly bool _authority;
    private readonly bool _client;
    private (string? Authority, string? Certificate, string? Key) _texts;
    private TlsIdentity _current;
    private long _read;

    public TlsFiles(ConnectionSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        _authority = settings.AuthorityFile is not null;
        _client = settings.Source.User is { CertificateFile: not null, CertificateData: null } or { KeyFile: not null, KeyData: null };
        _current = new TlsIdentity(settings.Authorities, settings.Certificate);
        _read = time.GetTimestamp();
    }

    /// <summary>The current ones: the same objects as before unless their files have changed.</summary>
    public TlsIdentity Current()
    {
        lock (_gate)
        {
            if ((_authority || _client) && _time.GetElapsedTime(_read) >= s_validity)
            {
                _read = _time.GetTimestamp();
                _current = Reread();
            }

            return _current;
        }
    }

    private TlsIdentity Reread()
    {
        try
        {
            var user = _settings.Source.User;
            var file = _settings.Name;
            var authority = _authority ? KubeconfigFiles.ReadText(_settings.AuthorityFile!) : null;
            var certificate = _client ? PemText.Read(file, "client-certificate", user.CertificateData, user.CertificateFile) : null;
            var key = _client ? PemText.Read(file, "client-key", user.KeyData, user.KeyFile) : null;
            if ((authority, certificate, key) == _texts)
            {
                return _current;
            }

            var authorities = authority is null ? _current.Authorities : Kept(PemText.ReadAuthorities(file, authority));
            var client = certificate is null ? _current.Certificate : Kept(PemText.ReadClient(file, certificate, key));
            _texts = (authority, certificate, key);
            return new TlsIdentity(authorities, client);
        }
        catch (NsmException)
        {
            // The files are being replaced one after the other. The earlier content stays in use until the new files fit together.
            return _current;
        }
    }

    private X509Certificate2Collection Kept(X509Certificate2Collection read) =>
        _current.Authorities is { } known && known.Select(one => one.Thumbprint).SequenceEqual(read.Select(one => one.Thumbprint))
            ? known
            : read;

    private ClientCertificate Kept(ClientCertificate read) =>
        _current.Certificate is { } known
        && known.Context.TargetCertificate.RawDataMemory.Span.SequenceEqual(read.Context.TargetCertificate.RawDataMemory.Span)
            ? known
            : read;
}
