using System.Security.Cryptography.X509Certificates;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Kubernetes.Tls;

/// <summary>Which authorities connections trust and which certificate they present. Compared by identity: another one needs new
/// connections.</summary>
/// <param name="Authorities">Who may sign the server's certificate; null for the system's authorities.</param>
/// <param name="Certificate">The client's own certificate; null for none.</param>
internal sealed record TlsIdentity(X509Certificate2Collection? Authorities, ClientCertificate? Certificate);
