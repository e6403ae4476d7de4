using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Config.Rules;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>A token in a file that somebody renews, as a pod's service account has: read
/// again every minute, and when the server refuses it.</summary>
internal sealed class TokenFileCredential(string file, ClientCertificate? certificate, TimeProvider time) : CredentialSource
{
    private static readonly TimeSpan s_validity = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private string? _token;
    private RequestCredential? _current;
    private long _read;

    public override ValueTask<RequestCredential> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_current is null || time.GetElapsedTime(_read) >= s_validity ? Read() : _current);
        }
    }

    public override ValueTask<RequestCredential?> RenewAsync(RequestCredential refused, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var current = Read();
            return ValueTask.FromResult(current == refused ? null : current);
        }
    }

    private RequestCredential Read()
    {
        var token = KubeconfigFiles.ReadText(file).Trim();
        if (HeaderText.FindTokenFault(token) is { } fault)
        {
            throw KubeconfigErrors.Invalid(file, $"the token in it {fault}");
        }

        _read = time.GetTimestamp();
        if (_current is null || token != _token)
        {
            (_token, _current) = (token, RequestCredential.Bearer(token, certificate));
        }

        return _current;
    }
}
