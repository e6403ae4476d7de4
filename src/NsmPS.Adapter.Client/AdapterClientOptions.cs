namespace NsmPS.Adapter.Client;

/// <summary>How to talk to an adapter.</summary>
public sealed record AdapterClientOptions
{
    /// <summary>A PEM file with the authorities that may sign the adapter's certificate; null for the system's.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>A PEM file with the one certificate that the adapter has to show; its name and signer then do not matter.</summary>
    public string? PinnedCertificate { get; init; }

    /// <summary>A PEM file with the certificate to show to the adapter; null for none.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>A PEM file with the key of <see cref="ClientCertificate"/>.</summary>
    public string? ClientKey { get; init; }

    /// <summary>How long one call may take; streams of events aside.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);
}
