using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Core.Tests.Kubernetes.Config.Kubectl;

/// <summary>What the kubeconfigs of the table name: servers, certificates, files and programs.</summary>
internal sealed class KubeconfigMachine : IAsyncDisposable
{
    private const string V1 = "client.authentication.k8s.io/v1";

    // A self-signed certificate and its key, made once: .NET makes none.
    private const string EdCertificate = """
        -----BEGIN CERTIFICATE-----
        MIIBRTCB+KADAgECAhRyi2G6rgoFdqPlJEEtLDdQifJADTAFBgMrZXAwDTELMAkG
        A1UEAwwCZWQwIBcNMjYxMTI5MDQzMDMxWhgPMjEyNjExMDUwNDMwMzFaMA0xCzAJ
        BgNVBAMMAmVkMCowBQYDK2VwAyEAsDFt0wZH3gIHH7kXj99xvUzmcKfZy9Pdvng4
        A41LGz6jaDBmMB0GA1UdDgQWBBRXqz8kUWP5LLYTWhdb+GEX3GVgtDAfBgNVHSME
        GDAWgBRXqz8kUWP5LLYTWhdb+GEX3GVgtDAPBgNVHRMBAf8EBTADAQH/MBMGA1Ud
        JQQMMAoGCCsGAQUFBwMCMAUGAytlcANBAM1QSpiWrpeW1rfkhAtBA4TLJGAeAyBF
        sHkSWWWRtEznw3lme8adcDBA/w+/zlJsykqiMkJoKohrEqWszYcavwc=
        -----END CERTIFICATE-----
        """;
    private const string EdKey = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIBqxPh1VaTEGq09A3jXd7UGCOVvqPhL+aolG9j4Rmo7R
        -----END PRIVATE KEY-----
        """;

    private readonly KubeconfigFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private X509Certificate2? _certificate;
    private EchoServer? _server;

    public ClusterEnvironment Environment => _folder.Environment;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _certificate = _authority.Issue(["127.0.0.1"]);
        using var other = new TestAuthority("other");
        _server = await EchoServer.StartAsync(_certificate, cancellationToken);
        var (jane, key) = _authority.IssueClient("jane");
        using var read = ECDsa.Create();
        read.ImportFromPem(key);
        var encrypted = read.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc,
            HashAlgorithmName.SHA256, 1));
        Add("https", _server.Https.AbsoluteUri);
        Add("http", _server.Http.AbsoluteUri);
        Add("tls", _server.Https.Authority);
        Add("plain", _server.Http.Authority);
        Add("folder", _folder.PathOf("."));
        Add("ca", KubeconfigFolder.Base64(_authority.Pem));
        Add("other", KubeconfigFolder.Base64(other.Pem));
        Add("cert", KubeconfigFolder.Base64(jane));
        Add("key", KubeconfigFolder.Base64(key));
        Add("stranger", KubeconfigFolder.Base64(_authority.IssueClient("bob").Key));
        Add("encrypted", KubeconfigFolder.Base64(encrypted));
        Add("jwt", Jwt(4102444800));
        Add("old", Jwt(1000000000));
        _folder.Write("ca.crt", _authority.Pem);
        _folder.Write("jane.crt", jane);
        _folder.Write("jane.key", key);
        _folder.Write("ed.crt", EdCertificate);
        _folder.Write("ed.key", EdKey);
        _folder.Write("token", "of-file\n");
        Program("login", Answer(V1, "\"token\":\"'\"${TOKEN:-of-plugin}\"'\""));
        Program("beta", Answer(V1 + "beta1", "\"token\":\"of-beta\""));
        Program("cert", Answer(V1, $"\"clientCertificateData\":\"{Json(jane)}\",\"clientKeyData\":\"{Json(key)}\""));
        Program("fails", "exit 3");
        Program("config", "token=${KUBERNETES_EXEC_INFO##*\\\"token\\\":\\\"}\n" + Answer(V1, "\"token\":\"'\"${token%%\\\"*}\"'\""));
    }

    /// <summary>Writes a kubeconfig with its places filled; gives its path.</summary>
    public string Write(string name, string text) => _folder.Write(name, Fill(text));

    public string Fill(string text) =>
        _places.Aggregate(text, (filled, place) => filled.Replace(place.Key, place.Value, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _certificate?.Dispose();
        _authority.Dispose();
        _folder.Dispose();
    }

    private void Add(string place, string value) => _places.Add($"{{{place}}}", value);

    private void Program(string name, string script)
    {
        var file = _folder.Write(name + ".sh", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static string Answer(string version, string status) =>
        $"printf '%s' '{{\"apiVersion\":\"{version}\",\"kind\":\"ExecCredential\",\"status\":{{{status}}}}}'";

    private static string Json(string pem) => pem.Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Jwt(long end) => string.Join('.',
        ((string[])["{\"alg\":\"RS256\"}", $"{{\"sub\":\"dev\",\"exp\":{end}}}", "signature"])
            .Select(part => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part))));
}
