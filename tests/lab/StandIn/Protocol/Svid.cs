namespace NsmPS.Lab.Protocol;

/// <summary>An identity that SPIRE's server issued: certificate and key in PEM, and the
/// bundle that the certificate is checked by.</summary>
internal sealed record Svid(string SpiffeId, string Certificate, string Key, string Bundle);
