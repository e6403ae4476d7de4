namespace NsmPS.Session;

/// <summary>The TLS files that a command line names, as full paths.</summary>
/// <param name="CertificateAuthority">Who may sign the adapter's certificate; null for the system's authorities.</param>
/// <param name="ClientCertificate">The certificate to show; null for none.</param>
/// <param name="ClientKey">Its key.</param>
internal sealed record AdapterTls(string? CertificateAuthority, string? ClientCertificate, string? ClientKey);
