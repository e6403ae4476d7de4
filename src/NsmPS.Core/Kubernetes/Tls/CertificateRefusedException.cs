using System.Security.Authentication;

namespace NsmPS.Kubernetes.Tls;

/// <summary>A server's certificate was refused; the message says why, as the end of a sentence. It never leaves Cluster.</summary>
internal sealed class CertificateRefusedException(string message) : AuthenticationException(message);
